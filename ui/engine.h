#pragma once

#include <memory>

#include <QObject>
#include <QQmlApplicationEngine>
#include <QString>
#include <QTranslator>

#include "desktop/models/app_model.h"

class QQuickWindow;

namespace parlando::ui {

// Loads the window for a model and keeps its language. What the application and its tests share.
class Engine : public QObject {
    Q_OBJECT

public:
    // `model` outlives the engine.
    explicit Engine(desktop::AppModel& model);
    ~Engine() override;

    // False: the window could not be made; the reasons are in the log.
    bool load();
    QQuickWindow* window() const;

private:
    void applyLanguage();

    desktop::AppModel& m_model;
    QString m_language;
    QTranslator m_translator;
    std::unique_ptr<QQmlApplicationEngine> m_engine;
};

}  // namespace parlando::ui
