#include "ui/stage.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QColor>
#include <QFileInfo>
#include <QJsonDocument>
#include <QQuickItem>
#include <QQuickWindow>

namespace parlando::ui {
namespace {

using namespace desktop;

Phase phaseOf(const QString& name) {
    const QList<std::pair<QString, Phase>> names{{"stopped", Phase::stopped}, {"starting", Phase::starting},
                                                 {"loading", Phase::loading}, {"ready", Phase::ready},
                                                 {"waiting", Phase::waiting}, {"stopping", Phase::stopping},
                                                 {"failed", Phase::failed}};
    for (const auto& [text, phase] : names) {
        if (text == name) {
            return phase;
        }
    }
    qFatal("no such phase");
}

Variant variantOf(const QString& name) {
    return name == "cuda" ? Variant::cuda : name == "cpu" ? Variant::cpu : Variant::automatic;
}

double luminance(const QColor& color) {
    const auto part = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

bool mustHaveName(QAccessible::Role role) {
    switch (role) {
        case QAccessible::Button:
        case QAccessible::CheckBox:
        case QAccessible::RadioButton:
        case QAccessible::ComboBox:
        case QAccessible::EditableText:
        case QAccessible::Slider:
        case QAccessible::ProgressBar:
        case QAccessible::List:
        case QAccessible::ListItem:
        case QAccessible::PageTab:
        case QAccessible::PageTabList:
        case QAccessible::StaticText:
        case QAccessible::Heading:
            return true;
        default:
            return false;
    }
}

void collect(QAccessibleInterface* element, QStringList& problems, int& count) {
    if (element == nullptr || !element->isValid() || element->state().invisible) {
        return;
    }
    ++count;
    const auto name = element->text(QAccessible::Name);
    auto* object = element->object();
    const auto who = object != nullptr
                         ? QStringLiteral("%1 '%2'").arg(object->metaObject()->className(), object->objectName())
                         : QStringLiteral("an element");
    if (mustHaveName(element->role()) && name.isEmpty() && !element->rect().isEmpty()) {
        problems << QStringLiteral("%1 has the role %2 and no name").arg(who).arg(element->role());
    }
    if (element->role() == QAccessible::Button && !element->state().focusable && !element->state().disabled) {
        problems << QStringLiteral("%1 ('%2') is a button that the keyboard cannot reach").arg(who, name);
    }
    for (int i = 0; i < element->childCount(); ++i) {
        collect(element->child(i), problems, count);
    }
}

}  // namespace

Stage::Stage() {
    QAccessible::setActive(true);
    reset();
}

Stage::~Stage() = default;

void Stage::reset() {
    m_app.reset();
    m_drafts.reset();
    m_settings.reset();
    m_intents.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    const std::filesystem::path folder = m_folder->path().toStdString();
    m_server = std::make_unique<ScriptedServer>();
    m_settings = std::make_unique<Settings>(folder);
    m_drafts = std::make_unique<Drafts>(folder);
    m_log = std::make_unique<BackendLog>(folder / "logs" / "server.log");
    auto output = std::make_unique<SilentOutput>(SilentOutput::Pace::byHand);
    m_output = output.get();
    m_app = std::make_unique<AppModel>(AppModel::Parts{*m_settings, *m_drafts, *m_log, folder, std::move(output)});
    connect(m_app.get(), &AppModel::switchRequested, this, [this](Variant variant) {
        intend(variant == Variant::cuda ? "switch cuda" : variant == Variant::cpu ? "switch cpu" : "switch automatic");
    });
    connect(m_app.get(), &AppModel::retryRequested, this, [this] { intend("retry"); });
    connect(m_app.get(), &AppModel::addressRequested, this, [this](const QString& host, quint16, const QString& key) {
        intend("address " + host + (key.isEmpty() ? "" : " with key"));
    });
    emit appChanged();
}

void Stage::intend(const QString& intent) {
    m_intents << intent;
    emit intentsChanged();
}

void Stage::snapshot(const QVariantMap& members) {
    Snapshot snapshot;
    snapshot.phase = phaseOf(members.value("phase", "ready").toString());
    snapshot.generation = members.value("generation", 1).toULongLong();
    snapshot.wanted = variantOf(members.value("wanted", "automatic").toString());
    snapshot.variant = members.value("variant", "cpu").toString();
    snapshot.host = "127.0.0.1";
    snapshot.port = m_server->port();
    snapshot.version = "0.1.0";
    snapshot.instance = members.value("instance", QString::number(snapshot.generation)).toString();
    snapshot.progress = members.value("progress", 1.0).toDouble();
    snapshot.device = snapshot.phase == Phase::ready ? members.value("device", snapshot.variant).toString() : QString();
    snapshot.selfTestMilliseconds = 212.0;
    snapshot.fallback = members.value("fallback").toString();
    snapshot.problem = members.value("problem").toString();
    snapshot.portNotice = members.value("portNotice").toString();
    m_app->setSnapshot(snapshot);
}

void Stage::answer(const QString& route, const QVariantMap& json, int status) {
    m_server->answer(route, QJsonDocument(QJsonObject::fromVariantMap(json)).toJson(), status);
}

void Stage::answerWithSpeech(const QString& route, double seconds) {
    m_server->answer(route, wavOf(seconds), 200, "audio/wav");
}

void Stage::hold(const QString& route, const QString& type) {
    m_server->hold(route, type.toLatin1());
}

void Stage::sendEvent(const QString& route, const QVariantMap& event) {
    m_server->send(
        route, "data: " + QJsonDocument(QJsonObject::fromVariantMap(event)).toJson(QJsonDocument::Compact) + "\n\n");
}

void Stage::sendSpeech(const QString& route, double seconds) {
    m_server->send(route, wavOf(seconds));
}

QVariantMap Stage::lastBody(const QString& route) const {
    QVariantMap body;
    for (const auto& request : m_server->requests()) {
        if (request.route == route) {
            body = QJsonDocument::fromJson(request.body).object().toVariantMap();
        }
    }
    return body;
}

QString Stage::lastQuery(const QString& route) const {
    QString query;
    for (const auto& request : m_server->requests()) {
        if (request.route == route) {
            query = request.query;
        }
    }
    return query;
}

qint64 Stage::fileSize(const QString& path) const {
    return QFileInfo(path).size();
}

bool Stage::screenshot(QQuickWindow* window, const QString& name) const {
    const auto folder = qEnvironmentVariable("PARLANDO_SCREENSHOTS");
    const auto image = window->grabWindow();
    return !image.isNull() && (folder.isEmpty() || image.save(folder + '/' + name + ".png"));
}

QStringList Stage::accessibilityProblems(QQuickWindow* window) const {
    QStringList problems;
    int count = 0;
    collect(QAccessible::queryAccessibleInterface(window), problems, count);
    if (count < 5) {
        problems << QStringLiteral("the accessibility tree has only %1 elements").arg(count);
    }
    return problems;
}

double Stage::contrast(const QColor& one, const QColor& other) const {
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

}  // namespace parlando::ui
