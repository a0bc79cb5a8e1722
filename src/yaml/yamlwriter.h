// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QString>

namespace yaml {

struct WriteOptions
{
    bool leaveOutManagedFields = false; ///< metadata.managedFields, of each item too if the object is a List
    bool leaveOutStatus = false; ///< likewise
};

/// A value as `kubectl get -o yaml` shows it (sigs.k8s.io/yaml on go-yaml v2): keys in natural order, sequences at the
/// column of their key, single or double quotes just where it has them, | for text of several lines unless a line ends
/// in a blank or the text holds a tab. read() gives the value back, except that half a surrogate pair, which no UTF-8
/// text can hold, becomes U+FFFD. Cost: linear, about 15 ms a megabyte.
///
/// Differs from kubectl on purpose:
/// - Long lines are not wrapped at 80 columns, so that a difference of one word is a difference of one line.
/// - Quoted, though kubectl leaves them plain, are strings that some other reader would take for something else: "<<",
///   "=", "yEs", numbers out of range such as 1e999, dates that no calendar has. See isAmbiguous().
/// - Characters that are not seen, such as bidirectional controls, are escaped inside double quotes.
/// - Keys: digits compare as whole numbers wherever they stand, 1a < 12; kubectl's order goes in circles there
///   (9a < 12 < 1a < 9a), and its answer varies.
[[nodiscard]] QString write(const QJsonValue &value, WriteOptions options = {});

} // namespace yaml
