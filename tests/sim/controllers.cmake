# SPDX-License-Identifier: Apache-2.0
rollhive_test(statefulsetcontroller LIBRARIES Rollhive::controllers)
