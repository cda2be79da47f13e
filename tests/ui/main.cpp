#include <memory>

#include <QtQuickTest/quicktest.h>
#include <QQmlEngine>
#include <QQuickStyle>
#include <QTranslator>
#include <QtQml/QQmlExtensionPlugin>

#include "ui/stage.h"

namespace {

class Setup : public QObject {
    Q_OBJECT

public slots:
    void applicationAvailable() {
        QQuickStyle::setStyle("Basic");
        if (m_english.load(":/i18n/parlando_en.qm")) {
            QCoreApplication::installTranslator(&m_english);
        }
    }

    void cleanupTestCase() { m_stage.reset(); }

    void qmlEngineAvailable(QQmlEngine* engine) {
        engine->addImportPath("qrc:/qt/qml");
        // Made here, because sockets and timers need the application.
        m_stage = std::make_unique<parlando::ui::Stage>();
        qmlRegisterSingletonInstance("ParlandoTest", 1, 0, "Stage", m_stage.get());
    }

private:
    QTranslator m_english;
    std::unique_ptr<parlando::ui::Stage> m_stage;
};

}  // namespace

int main(int argumentCount, char** arguments) {
    QTEST_SET_MAIN_SOURCE_PATH
    Setup setup;
    return quick_test_main_with_setup(argumentCount, arguments, "parlando", QUICK_TEST_SOURCE_DIR, &setup);
}

#include "main.moc"
