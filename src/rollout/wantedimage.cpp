// SPDX-License-Identifier: Apache-2.0
#include "wantedimage.h"

namespace rollout {

ImageParts imageParts(QStringView image)
{
    ImageParts parts;
    const qsizetype at = image.indexOf(u'@');
    if (at >= 0)
        parts.digest = image.mid(at + 1);
    parts.repository = at >= 0 ? image.first(at) : image;
    // A colon before the last slash is that of a port.
    const qsizetype colon = parts.repository.lastIndexOf(u':');
    if (colon > parts.repository.lastIndexOf(u'/')) {
        parts.tag = parts.repository.mid(colon + 1);
        parts.repository.truncate(colon);
    }
    return parts;
}

bool WantedImage::isMetBy(QStringView image) const
{
    const ImageParts parts = imageParts(image);
    if (!repository.isEmpty() && parts.repository != repository)
        return false;
    return digest.isEmpty() ? tag.isEmpty() || parts.tag == tag : parts.digest == digest;
}

bool isSameVersion(QStringView templateImage, QStringView podImage)
{
    if (templateImage == podImage)
        return true;
    const ImageParts asked = imageParts(templateImage);
    const ImageParts has = imageParts(podImage);
    if (!asked.digest.isEmpty())
        return has.digest == asked.digest;
    return has.tag.isEmpty() ? !has.digest.isEmpty() : has.tag == asked.tag;
}

} // namespace rollout
