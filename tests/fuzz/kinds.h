// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "object.h"

#include <cstdint>

/// A kind of object that the product reads from API servers.
struct Kind
{
    kube::Decode decode;
    bool (*isSame)(const kube::Object &, const kube::Object &); ///< of two objects of this kind, every field
    void (*check)(const kube::Object &); ///< requires what the kind promises of each object
};

/// '0' Pod, '1' StatefulSet, '2' Event, '3' ControllerRevision, '4' RedisEnterpriseCluster, '5' the operator's
/// Deployment; any other byte stands for one of them.
[[nodiscard]] const Kind &kindOf(uint8_t byte);
