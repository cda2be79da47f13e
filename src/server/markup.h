#pragma once

namespace parlando::server {

// How a client's text is written: as people write, or as a document of the Speech Synthesis Markup Language.
enum class Markup { none, ssml };

}  // namespace parlando::server
