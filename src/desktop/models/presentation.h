#pragma once

#include <QString>

#include "base/result.h"

// Numbers as people read them, in the language and region of the application. Pure functions.
namespace parlando::desktop {

// "0:07", "12:30", "1:02:05"
QString clockText(double seconds);

// "about 40 seconds", "about 3 minutes"
QString aboutText(double seconds);

// "2.4 GB" (decimal units, as disks and providers count)
QString sizeText(qint64 bytes);

// "12.5 MB/s"
QString rateText(double bytesPerSecond);

// How long it takes to say `text`, in seconds. Letters per second of the built-in voice for alphabets, a
// slower count for Chinese, Japanese and Korean characters; pauses at sentence ends.
double estimatedSeconds(const QString& text, double speed);

inline QString sentence(const Error& error) {
    return QString::fromStdString(error.message);
}

// Whether a file of that extension is captions and no audio.
bool isCaptions(const QString& extension);

// What the path of a generation in the history goes on with to export it as a file of that extension.
QString exportPath(const QString& extension);

}  // namespace parlando::desktop
