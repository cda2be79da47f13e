#include "desktop/settings.h"

#include <algorithm>

#include <QJsonObject>
#include <QStringList>

namespace parlando::desktop {
namespace {

void read(const QJsonValue& value, QString& into) {
    into = value.toString(into);
}

void readOneOf(const QJsonValue& value, const QStringList& allowed, QString& into) {
    if (allowed.contains(value.toString())) {
        into = value.toString();
    }
}

void readBetween(const QJsonValue& value, double least, double most, double& into) {
    into = std::clamp(value.toDouble(into), least, most);
}

SettingsValues fromJson(const QJsonObject& json) {
    SettingsValues values;
    readOneOf(json["theme"], {"system", "light", "dark"}, values.theme);
    readBetween(json["scale"], 0.75, 2.0, values.scale);
    read(json["language"], values.language);
    values.windowGeometry = QByteArray::fromBase64(json["window_geometry"].toString().toLatin1());
    read(json["voice"], values.voice);
    readBetween(json["speed"], 0.25, 4.0, values.speed);
    readOneOf(json["format"], {"wav", "flac", "mp3", "opus"}, values.format);
    values.networkAccess = json["network_access"].toBool(values.networkAccess);
    read(json["api_key"], values.apiKey);
    values.port = std::clamp(json["port"].toInt(values.port), 0, 65535);
    return values;
}

QJsonObject toJson(const SettingsValues& values) {
    return {{"theme", values.theme},       {"scale", values.scale},
            {"language", values.language}, {"window_geometry", QString::fromLatin1(values.windowGeometry.toBase64())},
            {"voice", values.voice},       {"speed", values.speed},
            {"format", values.format},     {"network_access", values.networkAccess},
            {"api_key", values.apiKey},    {"port", values.port}};
}

}  // namespace

Settings::Settings(const std::filesystem::path& dataFolder, QObject* parent)
    : QObject(parent), m_file(dataFolder / "settings.json"), m_values(fromJson(m_file.initial())) {}

void Settings::set(const SettingsValues& values) {
    if (values == m_values) {
        return;
    }
    m_values = values;
    m_file.save(toJson(m_values));
    emit changed();
}

}  // namespace parlando::desktop
