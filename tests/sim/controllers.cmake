# SPDX-License-Identifier: Apache-2.0
rollhive_test(statefulsetcontroller LIBRARIES Rollhive::controllers)
rollhive_test(kubeletcontroller LIBRARIES Rollhive::controllers)
rollhive_test(redisoperatorcontroller LIBRARIES Rollhive::controllers)
rollhive_test(deploymentcontroller LIBRARIES Rollhive::controllers)
rollhive_test(allcontrollers TIMEOUT 300 LIBRARIES Rollhive::sim Rollhive::controllers)
rollhive_test(democluster LIBRARIES Rollhive::demo Rollhive::sim Rollhive::controllers)
