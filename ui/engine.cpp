#include "ui/engine.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QtQml/QQmlExtensionPlugin>

Q_IMPORT_QML_PLUGIN(ParlandoPlugin)

namespace parlando::ui {

Engine::Engine(desktop::AppModel& model) : m_model(model) {
    QQuickStyle::setStyle("Basic");
    connect(&m_model, &desktop::AppModel::copyRequested, this,
            [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
    connect(m_model.preferences(), &desktop::Preferences::appearanceChanged, this, &Engine::applyLanguage);
}

Engine::~Engine() {
    m_engine.reset();  // before the translator
    QCoreApplication::removeTranslator(&m_translator);
}

void Engine::applyLanguage() {
    const auto chosen = m_model.preferences()->language();
    if (m_engine && chosen == m_language) {
        return;
    }
    m_language = chosen;
    const auto locale = chosen.isEmpty() ? QLocale::system() : QLocale(chosen);
    QLocale::setDefault(locale);
    QCoreApplication::removeTranslator(&m_translator);
    // English plural forms are a translation, too; other languages fall back to the source, which is English.
    if (m_translator.load(locale, "parlando", "_", ":/i18n") || m_translator.load(":/i18n/parlando_en")) {
        QCoreApplication::installTranslator(&m_translator);
    }
    QGuiApplication::setLayoutDirection(locale.textDirection());
    if (m_engine) {
        m_engine->retranslate();
        emit m_model.retranslated();
    }
}

bool Engine::load() {
    applyLanguage();
    m_engine = std::make_unique<QQmlApplicationEngine>();
    m_engine->addImportPath("qrc:/qt/qml");
    m_engine->setInitialProperties({{"app", QVariant::fromValue(&m_model)}});
    m_engine->load(QUrl("qrc:/qt/qml/Parlando/Main.qml"));
    return window() != nullptr;
}

QQuickWindow* Engine::window() const {
    return m_engine->rootObjects().isEmpty() ? nullptr : qobject_cast<QQuickWindow*>(m_engine->rootObjects().first());
}

}  // namespace parlando::ui
