#pragma once

#include <QtQml/qqml.h>

#include "desktop/models/app_model.h"

// The view models as QML knows them. They are made in C++ and know nothing of QML themselves. (Qt's moc
// does not look into macros of ours, so each is spelt out.)
namespace parlando::ui {

struct AppModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::AppModel)
    QML_NAMED_ELEMENT(AppModel)
    QML_UNCREATABLE("made by the application")
};

struct BlendModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::BlendModel)
    QML_NAMED_ELEMENT(BlendModel)
    QML_UNCREATABLE("made by the application")
};

struct CatalogueModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::CatalogueModel)
    QML_NAMED_ELEMENT(CatalogueModel)
    QML_UNCREATABLE("made by the application")
};

struct DictionaryModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::DictionaryModel)
    QML_NAMED_ELEMENT(DictionaryModel)
    QML_UNCREATABLE("made by the application")
};

struct GpuModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::GpuModel)
    QML_NAMED_ELEMENT(GpuModel)
    QML_UNCREATABLE("made by the application")
};

struct HistoryModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::HistoryModel)
    QML_NAMED_ELEMENT(HistoryModel)
    QML_UNCREATABLE("made by the application")
};

struct LogModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::LogModel)
    QML_NAMED_ELEMENT(LogModel)
    QML_UNCREATABLE("made by the application")
};

struct NoticesType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::Notices)
    QML_NAMED_ELEMENT(Notices)
    QML_UNCREATABLE("made by the application")
};

struct PlayerType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::Player)
    QML_NAMED_ELEMENT(Player)
    QML_UNCREATABLE("made by the application")
};

struct PreferencesType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::Preferences)
    QML_NAMED_ELEMENT(Preferences)
    QML_UNCREATABLE("made by the application")
};

struct ServerModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::ServerModel)
    QML_NAMED_ELEMENT(ServerModel)
    QML_UNCREATABLE("made by the application")
};

struct SpeakModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::SpeakModel)
    QML_NAMED_ELEMENT(SpeakModel)
    QML_UNCREATABLE("made by the application")
};

struct StorageModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::StorageModel)
    QML_NAMED_ELEMENT(StorageModel)
    QML_UNCREATABLE("made by the application")
};

struct VoicesModelType {
    Q_GADGET
    QML_FOREIGN(parlando::desktop::VoicesModel)
    QML_NAMED_ELEMENT(VoicesModel)
    QML_UNCREATABLE("made by the application")
};

}  // namespace parlando::ui
