// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonValue>
#include <QString>
#include <string_view>

namespace yaml {

/// What an unquoted scalar means to kubectl 1.32, that is, to sigs.k8s.io/yaml on go-yaml v2. Its table is YAML 1.1:
///
///     null     empty, ~, null, Null, NULL
///     boolean  true, yes, on, y and false, no, off, n: lower case, Capitalised and UPPER CASE
///     integer  0b11, 0o17, 0777 (octal), 0x1F, decimal; sign; _ anywhere but in front
///     float    1.5, .5, 1., 1e3; .inf, .nan; sign; 08 and 1_0.5 as well
///     string   all else; dates and 1:30 too
///
/// A decimal integer that fits neither int64 nor uint64 is a float; a number too large for a double, and an integer of
/// another base too large for uint64, are strings.
struct PlainScalar
{
    enum class Kind { Null, Boolean, Integer, Unsigned, Float, NotFinite, String };

    Kind kind = Kind::String;
    bool boolean = false;
    qint64 integer = 0;
    quint64 large = 0; ///< Unsigned: beyond qint64
    double number = 0; ///< Float and NotFinite

    /// As JSON, and as a Kubernetes server, keeps it: integral floats that fit are integers, Unsigned is a double.
    /// Undefined for String and NotFinite.
    [[nodiscard]] QJsonValue json() const;
    /// As the key of an object, where kubectl writes every kind as text and floats with single precision. Null for
    /// what kubectl refuses as a key (Null, Unsigned) and for String.
    [[nodiscard]] QString key() const;
};

[[nodiscard]] PlainScalar resolvePlain(std::string_view text);

/// True if some reader of YAML 1.1 or 1.2 takes the unquoted text for something else than a string: what resolvePlain()
/// does and numbers out of its range; dates, base 60, "=", "<<" and words for truth and null in any case.
[[nodiscard]] bool isAmbiguous(QStringView text);

/// A number as kubectl writes it: integral ones without exponent as long as they fit 64 bits, others as Go's
/// strconv.FormatFloat(number, 'g', -1, 64) does.
[[nodiscard]] QString goNumber(double number);

} // namespace yaml
