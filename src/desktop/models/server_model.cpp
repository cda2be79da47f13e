#include "desktop/models/server_model.h"

#include <QHostAddress>
#include <QNetworkInterface>
#include <QRandomGenerator>

#include "desktop/settings.h"

namespace parlando::desktop {
namespace {

constexpr int kKeyBytes = 24;

QString newKey() {
    QByteArray bytes(kKeyBytes, '\0');
    auto* random = QRandomGenerator::system();
    for (auto& byte : bytes) {
        byte = static_cast<char>(random->bounded(256));
    }
    return "pk-" + QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString firstNetworkAddress() {
    for (const auto& address : QNetworkInterface::allAddresses()) {
        if (address.protocol() == QAbstractSocket::IPv4Protocol && !address.isLoopback() && !address.isLinkLocal()) {
            return address.toString();
        }
    }
    return {};
}

}  // namespace

ServerModel::ServerModel(Settings& settings, QObject* parent) : QObject(parent), m_settings(settings) {
    connect(&m_settings, &Settings::changed, this, &ServerModel::changed);
}

void ServerModel::setSnapshot(const Snapshot& snapshot) {
    m_snapshot = snapshot;
    emit changed();
}

ServerModel::Mood ServerModel::mood() const {
    switch (snapshot().phase) {
        case Phase::stopped:
            return Off;
        case Phase::ready:
            return Good;
        case Phase::failed:
            return Bad;
        default:
            return Working;
    }
}

QString ServerModel::statusText() const {
    switch (snapshot().phase) {
        case Phase::stopped:
            return tr("Stopped");
        case Phase::starting:
            return tr("Starting…");
        case Phase::loading:
            return tr("Loading the voice…");
        case Phase::ready:
            return snapshot().device == "cuda" ? tr("Ready on the GPU") : tr("Ready on the CPU");
        case Phase::waiting:
            return tr("Restarting…");
        case Phase::stopping:
            return tr("Stopping…");
        case Phase::failed:
            return tr("Not running");
    }
    return {};
}

QString ServerModel::detail() const {
    return snapshot().problem.isEmpty() ? snapshot().fallback : snapshot().problem;
}

bool ServerModel::canRetry() const {
    return snapshot().phase == Phase::failed || snapshot().phase == Phase::stopped;
}

QString ServerModel::address() const {
    if (snapshot().port == 0) {
        return {};
    }
    return QStringLiteral("http://%1:%2").arg(snapshot().host).arg(snapshot().port);
}

QString ServerModel::networkAddress() const {
    const auto host = hasNetworkAccess() && snapshot().port != 0 ? firstNetworkAddress() : QString();
    return host.isEmpty() ? QString() : QStringLiteral("http://%1:%2").arg(host).arg(snapshot().port);
}

QString ServerModel::curlExample() const {
    const auto key = snapshot().apiKey.isEmpty()
                         ? QString()
                         : QStringLiteral(" \\\n  -H 'Authorization: Bearer %1'").arg(snapshot().apiKey);
    return QStringLiteral(
               "curl %1/v1/audio/speech -o speech.mp3 \\\n  -H 'Content-Type: application/json'%2 \\\n"
               "  -d '{\"input\": \"Good morning.\", \"response_format\": \"mp3\"}'")
        .arg(address(), key);
}

QString ServerModel::openAiExample() const {
    return QStringLiteral(
               "from openai import OpenAI\n\n"
               "client = OpenAI(\n"
               "    base_url=\"%1/v1\",\n"
               "    api_key=\"%2\",\n"
               ")\n"
               "with client.audio.speech.with_streaming_response.create(\n"
               "    model=\"parlando\", voice=\"alloy\", input=\"Good morning.\"\n"
               ") as speech:\n"
               "    speech.stream_to_file(\"speech.mp3\")")
        .arg(address(), snapshot().apiKey.isEmpty() ? QStringLiteral("none") : snapshot().apiKey);
}

bool ServerModel::hasNetworkAccess() const {
    return m_settings.values().networkAccess;
}

QString ServerModel::apiKey() const {
    return hasNetworkAccess() ? m_settings.values().apiKey : QString();
}

void ServerModel::setNetworkAccess(bool access) {
    auto values = m_settings.values();
    if (values.networkAccess == access) {
        return;
    }
    values.networkAccess = access;
    if (values.apiKey.isEmpty()) {
        values.apiKey = newKey();
    }
    m_settings.set(values);
    apply();
}

void ServerModel::renewKey() {
    auto values = m_settings.values();
    values.apiKey = newKey();
    m_settings.set(values);
    apply();
}

void ServerModel::apply() {
    const auto& values = m_settings.values();
    emit addressRequested(values.networkAccess ? QStringLiteral("0.0.0.0") : QStringLiteral("127.0.0.1"),
                          static_cast<quint16>(values.port), values.networkAccess ? values.apiKey : QString());
}

}  // namespace parlando::desktop
