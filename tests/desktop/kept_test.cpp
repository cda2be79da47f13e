#include <sys/stat.h>

#include <fstream>

#include <QProcess>
#include <catch2/catch.hpp>

#include "base/files.h"
#include "desktop/drafts.h"
#include "desktop/options.h"
#include "desktop/settings.h"
#include "desktop/single_instance.h"
#include "desktop/support/scene.h"

using namespace parlando;
using namespace parlando::desktop;

TEST_CASE("settings_and_drafts_come_back") {
    const Scene scene;
    {
        Settings settings(scene.data());
        auto values = settings.values();
        values.theme = "dark";
        values.windowGeometry = QByteArray("\x01\x00\xff", 3);
        values.apiKey = "secret";
        settings.set(values);
        Drafts drafts(scene.data());
        drafts.set("speak", {{"text", "Grüße"}, {"cursor", 3}});
    }
    const Settings settings(scene.data());
    CHECK(settings.values().theme == "dark");
    CHECK(settings.values().windowGeometry == QByteArray("\x01\x00\xff", 3));
    CHECK(Drafts(scene.data()).draft("speak")["text"].toString() == "Grüße");
    CHECK(Drafts(scene.data()).draft("history").isEmpty());
}

TEST_CASE("what_is_kept_is_for_its_owner_alone") {
    const Scene scene;
    Settings settings(scene.data());
    auto values = settings.values();
    values.apiKey = "secret";
    settings.set(values);
    settings.flush();
    struct stat status {};
    REQUIRE(::stat((scene.data() / "settings.json").c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("only_the_latest_of_many_changes_has_to_be_written") {
    const Scene scene;
    Drafts drafts(scene.data());
    for (int i = 0; i < 1000; ++i) {
        drafts.set("speak", {{"cursor", i}});
    }
    drafts.flush();
    CHECK(Drafts(scene.data()).draft("speak")["cursor"].toInt() == 999);
}

TEST_CASE("a_damaged_file_is_kept_aside_and_told") {
    const Scene scene;
    std::filesystem::create_directories(scene.data());
    const auto* content = GENERATE("", "{\"theme\":", "[]", "\xff\xfe");
    std::ofstream(scene.data() / "settings.json") << content;
    const Settings settings(scene.data());
    CHECK(settings.values() == SettingsValues());
    CHECK(settings.problem().contains("damaged"));
    CHECK(readFile(scene.data() / "settings.json.damaged", 100) == content);
}

TEST_CASE("wrong_values_become_those_of_a_first_start") {
    const Scene scene;
    std::filesystem::create_directories(scene.data());
    std::ofstream(scene.data() / "settings.json")
        << R"({"theme":"pink","scale":100,"speed":"fast","port":99999,"network_access":7,"format":null,"unknown":1})";
    const Settings settings(scene.data());
    CHECK(settings.values().theme == "system");
    CHECK(settings.values().scale == 2.0);
    CHECK(settings.values().speed == 1.0);
    CHECK(settings.values().port == 65535);
    CHECK_FALSE(settings.values().networkAccess);
    CHECK(settings.values().format == "wav");
    CHECK(settings.problem().isEmpty());
}

TEST_CASE("a_folder_that_cannot_be_written_loses_nothing_but_the_file") {
    const Scene scene;
    std::ofstream(scene.data().string()) << "a file";
    Drafts drafts(scene.data());
    drafts.set("speak", {{"cursor", 1}});
    drafts.flush();
    CHECK(drafts.draft("speak")["cursor"].toInt() == 1);
}

TEST_CASE("a_second_start_raises_the_window_of_the_first") {
    const Scene scene;
    const auto face = GENERATE(Face::window, Face::headless);
    const auto first = SingleInstance::claim(scene.data(), face);
    REQUIRE(first);
    int raised = 0;
    QObject::connect(first->get(), &SingleInstance::raiseRequested, first->get(), [&] { ++raised; });
    // The second one waits for the answer, so it needs a process of its own.
    QProcess second;
    second.start(PARLANDO_PROGRAM, {"--headless", "--data-dir", QString::fromStdString(scene.data().string())});
    REQUIRE(eventually([&] { return second.state() == QProcess::NotRunning; }));
    CHECK(second.exitCode() == 73);
    CHECK(raised == (face == Face::window ? 1 : 0));
    const QByteArray said = second.readAllStandardError();
    CHECK(said.contains(face == Face::window ? "show itself" : "--headless"));
}

TEST_CASE("the_claim_ends_with_its_owner_and_leaves_no_socket") {
    const Scene scene;
    for (int i = 0; i < 2; ++i) {
        CHECK(SingleInstance::claim(scene.data(), Face::window));
        CHECK_FALSE(std::filesystem::exists(scene.data() / "parlando.socket"));
    }
}

TEST_CASE("a_data_folder_with_a_long_name_works") {
    const Scene scene;
    const auto folder = scene.data() / std::string(120, 'x');
    const auto first = SingleInstance::claim(folder, Face::window);
    REQUIRE(first);
    CHECK_FALSE(SingleInstance::claim(folder, Face::window));
}

TEST_CASE("flags_are_read_and_wrong_ones_named") {
    const auto options =
        std::get<Options>(parseOptions({"parlando", "--headless", "--data-dir", "/tmp/x", "--port", "80"}));
    CHECK(options.face == Face::headless);
    CHECK(options.dataFolder == "/tmp/x");
    CHECK(options.port == 80);
    for (const QStringList& wrong : {QStringList{"--port", "99999"}, QStringList{"--port", "x"}, QStringList{"--dance"},
                                     QStringList{"file.txt"}}) {
        CHECK(std::get<NothingToDo>(parseOptions(QStringList("parlando") + wrong)).exitCode == 64);
    }
}
