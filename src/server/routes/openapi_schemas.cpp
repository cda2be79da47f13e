#include "server/routes/openapi_schemas.h"

namespace parlando::server {

const char* const kOpenApiSchemas = R"json({
"Error": {"type": "object", "required": ["detail", "code"], "properties": {
  "detail": {"type": "string", "description": "What was wrong and what to do, for people"},
  "code": {"type": "string", "description": "For programs"}}},
"OpenAiError": {"type": "object", "required": ["error"], "properties": {"error": {"type": "object",
  "required": ["message", "type", "param", "code"], "properties": {
    "message": {"type": "string"}, "type": {"type": "string"}, "param": {"type": ["string", "null"]},
    "code": {"type": ["string", "null"]}}}}},
"Message": {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}},
"Welcome": {"type": "object", "required": ["message", "version"], "properties": {
  "message": {"type": "string"}, "version": {"type": "string"}}},
"Health": {"type": "object", "required": ["status", "model_loaded", "gpu_available", "backend_variant", "version", "state",
  "instance"], "properties": {
  "status": {"type": "string", "enum": ["loading", "healthy", "failed", "stopping"]},
  "model_loaded": {"type": "boolean", "description": "Whether the engine is in memory"},
  "model_downloaded": {"type": ["boolean", "null"]}, "model_size": {"type": ["string", "null"]},
  "gpu_available": {"type": "boolean"}, "gpu_type": {"type": ["string", "null"]},
  "vram_used_mb": {"type": ["number", "null"]}, "backend_type": {"type": "string"},
  "backend_variant": {"type": "string", "enum": ["cpu", "cuda"]}, "supports_rocm": {"type": "boolean"},
  "gpu_compatibility_warning": {"type": ["string", "null"]}, "version": {"type": "string"},
  "state": {"type": "string", "enum": ["loading", "ready", "failed", "stopping"]},
  "instance": {"type": "string", "description": "New at every start, as in server.json"},
  "progress": {"type": ["number", "null"]}, "device": {"type": ["string", "null"]},
  "problem": {"type": ["string", "null"]}}},
"FilesystemHealth": {"type": "object", "required": ["healthy", "disk_free_mb", "disk_total_mb", "directories"],
  "properties": {"healthy": {"type": "boolean"}, "disk_free_mb": {"type": "number"}, "disk_total_mb": {"type": "number"},
  "directories": {"type": "array", "items": {"type": "object", "required": ["path", "exists", "writable", "error"],
    "properties": {"path": {"type": "string"}, "exists": {"type": "boolean"}, "writable": {"type": "boolean"},
    "error": {"type": ["string", "null"]}}}}}},
"CacheCleared": {"type": "object", "required": ["message", "files_deleted"], "properties": {
  "message": {"type": "string"}, "files_deleted": {"type": "integer"}}},
"CudaStatus": {"type": "object", "required": ["available", "active", "binary_path", "downloading", "download_progress",
  "selected"], "properties": {
  "available": {"type": "boolean", "description": "Whether a package for this version is installed"},
  "active": {"type": "boolean", "description": "Whether it is what answers"},
  "binary_path": {"type": ["string", "null"]}, "cuda_libs_version": {"type": ["string", "null"]},
  "downloading": {"type": "boolean"}, "download_progress": {"type": ["object", "null"]},
  "selected": {"type": "string", "enum": ["auto", "cpu", "cuda"]}, "version": {"type": ["string", "null"]},
  "state": {"type": ["string", "null"], "enum": ["trial", "good", "failed", null]},
  "reason": {"type": ["string", "null"], "description": "Why the installed package is not what a start would run"},
  "update_available": {"type": "boolean"},
  "download_bytes": {"type": "integer", "description": "Of the last offer that was looked at; 0: not known"},
  "unpacked_bytes": {"type": "integer"}, "partial_bytes": {"type": "integer"}, "free_bytes": {"type": "integer"}}},
"DownloadStarted": {"type": "object", "required": ["message", "progress_key"], "properties": {
  "message": {"type": "string"}, "progress_key": {"type": "string"}}},
"DownloadEvent": {"type": "object", "description": "The data of each event", "required": ["model_name", "current", "total",
  "progress", "filename", "status", "timestamp"], "properties": {
  "model_name": {"type": "string"}, "current": {"type": "integer"}, "total": {"type": "integer"},
  "progress": {"type": "number", "description": "Percent"}, "filename": {"type": "string"},
  "status": {"type": "string", "enum": ["checking", "verifying", "downloading", "unpacking", "complete", "error",
    "cancelled"]},
  "timestamp": {"type": "string"}, "rate": {"type": "number", "description": "Bytes a second"},
  "remaining_seconds": {"type": ["integer", "null"]}, "job": {"type": "integer", "description": "Counts downloads"},
  "error": {"type": "string"}, "code": {"type": "string"}}},
"Gpus": {"type": "object", "required": ["driver", "gpus", "flavour", "detail"], "properties": {
  "driver": {"type": ["string", "null"]}, "flavour": {"type": ["string", "null"], "description": "The package that fits"},
  "detail": {"type": ["string", "null"], "description": "Why none fits"},
  "gpus": {"type": "array", "items": {"type": "object", "required": ["name", "compute_capability", "memory_bytes",
    "memory_free_bytes", "flavour", "detail"], "properties": {
    "name": {"type": "string"}, "compute_capability": {"type": "string"}, "memory_bytes": {"type": "integer"},
    "memory_free_bytes": {"type": "integer"}, "flavour": {"type": ["string", "null"]},
    "detail": {"type": ["string", "null"]}}}}}},
"SelectRequest": {"type": "object", "required": ["variant"], "properties": {
  "variant": {"type": "string", "enum": ["auto", "cpu", "cuda"]}}},
"Selected": {"type": "object", "required": ["message", "selected"], "properties": {
  "message": {"type": "string"}, "selected": {"type": "string", "enum": ["auto", "cpu", "cuda"]}}},
"RestartStarted": {"type": "object", "required": ["message", "variant"], "properties": {
  "message": {"type": "string"}, "variant": {"type": "string"}}},
"OpenAiSpeechRequest": {"type": "object", "required": ["input"], "properties": {
  "model": {"type": "string", "description": "Any name; what speaks is chosen by the voice"},
  "input": {"type": "string", "maxLength": 1048576},
  "voice": {"description": "A voice id, \"id:speaker\", or one of OpenAI's names; the first voice if not given",
    "oneOf": [{"type": "string"}, {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}]},
  "response_format": {"type": "string", "enum": ["mp3", "opus", "flac", "wav", "pcm"], "default": "mp3",
    "description": "pcm: 24 kHz, 16 bits, little-endian, one channel"},
  "speed": {"type": "number", "minimum": 0.25, "maximum": 4, "default": 1},
  "stream_format": {"type": "string", "enum": ["audio", "sse"], "default": "audio"},
  "ssml": {"type": "boolean", "default": false, "description": "Whether `input` is SSML"},
  "stream": {"type": "boolean", "default": false, "description": "POST /v1/audio/speech/timestamps: lines of JSON"},
  "instructions": {"type": "string", "description": "Ignored"}}},
"TimedSpeech": {"type": "object", "required": ["audio", "audio_format", "timestamps"], "properties": {
  "audio": {"type": "string", "contentEncoding": "base64"}, "audio_format": {"type": "string"},
  "timestamps": {"type": "array", "items": {"$ref": "#/components/schemas/Timestamp"}}}},
"Timestamp": {"type": "object", "required": ["word", "start_time", "end_time", "begin", "end"], "properties": {
  "word": {"type": "string"}, "start_time": {"type": "number", "description": "Seconds"}, "end_time": {"type": "number"},
  "begin": {"type": "integer", "description": "In bytes of the text (UTF-8)"}, "end": {"type": "integer"}}},
"WordsEvent": {"type": "object", "description": "The data of each event: words that are new", "required":
  ["status", "words"], "properties": {
  "status": {"type": "string", "enum": ["queued", "generating", "completed", "failed", "cancelled", "not_found"]},
  "words": {"type": "array", "items": {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number"},
    "description": "First byte of the text (UTF-8) and the one behind the last, start and end in seconds"}}}},
"OpenAiModel": {"type": "object", "required": ["id", "object", "created", "owned_by"], "properties": {
  "id": {"type": "string"}, "object": {"type": "string"}, "created": {"type": "integer"},
  "owned_by": {"type": "string"}}},
"OpenAiModels": {"type": "object", "required": ["object", "data"], "properties": {
  "object": {"type": "string"}, "data": {"type": "array", "items": {"$ref": "#/components/schemas/OpenAiModel"}}}},
"Voices": {"type": "object", "required": ["voices"], "properties": {"voices": {"type": "array", "items": {"type": "object",
  "required": ["id", "name", "language", "description", "speakers", "license", "size_bytes"], "properties": {
    "id": {"type": "string"}, "name": {"type": "string"}, "language": {"type": "string", "description": "BCP 47"},
    "description": {"type": "string"}, "speakers": {"type": "array", "items": {"type": "string"}},
    "license": {"type": ["string", "null"], "description": "As the voice says it"},
    "size_bytes": {"type": "integer", "description": "On the disk"},
    "blend": {"type": ["string", "null"], "description": "What a saved blend is mixed of"}}}}}},
"DictionaryRequest": {"type": "object", "required": ["word", "pronunciation"], "properties": {
  "word": {"type": "string", "minLength": 1, "maxLength": 100, "description": "As it is written: a word, or a few"},
  "pronunciation": {"type": "string", "minLength": 1, "maxLength": 100,
    "description": "Another spelling, or phonetic letters between slashes: /t\u0259\u02c8m\u0251\u02d0t\u0259\u028a/"},
  "language": {"type": ["string", "null"], "maxLength": 35, "description": "BCP 47, compared by its first part; empty: any"}}},
"DictionaryEntry": {"type": "object", "required": ["id", "word", "pronunciation", "language"], "properties": {
  "id": {"type": "string"}, "word": {"type": "string"}, "pronunciation": {"type": "string"},
  "language": {"type": "string", "description": "Empty: any"}}},
"Dictionary": {"type": "object", "required": ["entries", "limit"], "properties": {
  "entries": {"type": "array", "items": {"$ref": "#/components/schemas/DictionaryEntry"}}, "limit": {"type": "integer"}}},
"GenerationRequest": {"type": "object", "required": ["text"], "properties": {
  "text": {"type": "string", "minLength": 1, "maxLength": 50000},
  "profile_id": {"type": ["string", "null"], "description": "Whose voice speaks"},
  "voice": {"type": ["string", "null"], "description": "A voice id, where no profile is given"},
  "language": {"type": ["string", "null"], "description": "BCP 47; that of the voice if not given"},
  "speed": {"type": ["number", "null"], "minimum": 0.25, "maximum": 4, "default": 1},
  "format": {"type": ["string", "null"], "enum": ["wav", "flac", "mp3", "opus", "pcm", null], "default": "wav"},
  "seed": {"type": ["integer", "null"], "minimum": 0}, "engine": {"type": ["string", "null"]},
  "ssml": {"type": ["boolean", "null"], "default": false, "description": "Whether `text` is SSML"},
  "save": {"type": ["boolean", "null"], "default": false,
    "description": "POST /generate/stream: the library keeps it, under the id in the header X-Generation-Id"},
  "model_size": {"type": ["string", "null"]}, "instruct": {"type": ["string", "null"], "maxLength": 500},
  "personality": {"type": ["boolean", "null"], "description": "Only false is possible"},
  "max_chunk_chars": {"type": ["integer", "null"], "minimum": 100, "maximum": 5000, "description": "Ignored"},
  "crossfade_ms": {"type": ["integer", "null"], "minimum": 0, "maximum": 500, "description": "Ignored"},
  "normalize": {"type": ["boolean", "null"], "description": "Ignored"},
  "effects_chain": {"type": ["array", "null"], "maxItems": 0}}},
"SpeakRequest": {"type": "object", "required": ["text"], "properties": {
  "text": {"type": "string", "minLength": 1, "maxLength": 10000},
  "profile": {"type": ["string", "null"], "description": "Name or id of a profile"},
  "engine": {"type": ["string", "null"]}, "language": {"type": ["string", "null"]},
  "personality": {"type": ["boolean", "null"], "description": "Only false is possible"}}},
"Generation": {"type": "object", "required": ["id", "profile_id", "text", "language", "audio_path", "duration", "seed",
  "instruct", "engine", "model_size", "status", "error", "is_favorited", "source", "created_at", "versions",
  "active_version_id"], "properties": {
  "id": {"type": "string"}, "profile_id": {"type": ["string", "null"]}, "text": {"type": "string"},
  "language": {"type": "string"}, "audio_path": {"type": "string"},
  "duration": {"type": "number", "description": "Seconds; 0 while there is no audio"},
  "seed": {"type": ["integer", "null"]}, "instruct": {"type": ["string", "null"]}, "engine": {"type": ["string", "null"]},
  "model_size": {"type": ["string", "null"]},
  "status": {"type": "string", "enum": ["queued", "generating", "completed", "failed", "cancelled"]},
  "error": {"type": ["string", "null"]}, "is_favorited": {"type": "boolean"}, "source": {"type": "string"},
  "created_at": {"type": "string"}, "versions": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/Take"}},
  "active_version_id": {"type": ["string", "null"]}, "profile_name": {"type": "string"}, "voice": {"type": "string"},
  "speed": {"type": "number"}}},
"Take": {"type": "object", "required": ["id", "generation_id", "label", "audio_path", "effects_chain", "is_default",
  "created_at"], "properties": {
  "id": {"type": "string"}, "generation_id": {"type": "string"}, "label": {"type": "string"},
  "audio_path": {"type": "string", "description": "Below the data folder; empty if the file is missing"},
  "effects_chain": {"type": "null"}, "source_version_id": {"type": "null"},
  "is_default": {"type": "boolean", "description": "Whether it is the one that is played"},
  "created_at": {"type": "string"}, "duration": {"type": "number", "description": "Seconds"}}},
"Takes": {"type": "array", "items": {"$ref": "#/components/schemas/Take"}},
"HistoryPage": {"type": "object", "required": ["items", "total"], "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Generation"}}, "total": {"type": "integer"}}},
"HistoryStatistics": {"type": "object", "required": ["total_generations", "total_duration_seconds",
  "generations_by_profile"], "properties": {"total_generations": {"type": "integer"},
  "total_duration_seconds": {"type": "number"}, "generations_by_profile": {"type": "object"}}},
"Favorite": {"type": "object", "required": ["is_favorited"], "properties": {"is_favorited": {"type": "boolean"}}},
"Deleted": {"type": "object", "required": ["deleted"], "properties": {"deleted": {"type": "integer"}}},
"Imported": {"type": "object", "required": ["id", "profile_id", "profile_name", "text", "message"], "properties": {
  "id": {"type": "string"}, "profile_id": {"type": ["string", "null"]}, "profile_name": {"type": "string"},
  "text": {"type": "string"}, "message": {"type": "string"}}},
"ProfileRequest": {"type": "object", "required": ["name", "preset_voice_id"], "properties": {
  "name": {"type": "string", "minLength": 1, "maxLength": 100}, "preset_voice_id": {"type": "string"},
  "preset_engine": {"type": ["string", "null"], "default": "parlando"},
  "voice_type": {"type": ["string", "null"], "enum": ["preset", null], "default": "preset"},
  "description": {"type": ["string", "null"], "maxLength": 500}, "language": {"type": ["string", "null"], "default": "en"},
  "design_prompt": {"type": ["string", "null"], "maxLength": 2000}, "default_engine": {"type": ["string", "null"]},
  "personality": {"type": ["string", "null"], "maxLength": 2000}}},
"Profile": {"type": "object", "required": ["id", "name", "description", "language", "avatar_path", "effects_chain",
  "voice_type", "preset_engine", "preset_voice_id", "design_prompt", "default_engine", "personality", "generation_count",
  "sample_count", "created_at", "updated_at"], "properties": {
  "id": {"type": "string"}, "name": {"type": "string"}, "description": {"type": ["string", "null"]},
  "language": {"type": "string"}, "avatar_path": {"type": "null"}, "effects_chain": {"type": "null"},
  "voice_type": {"type": "string"}, "preset_engine": {"type": ["string", "null"]},
  "preset_voice_id": {"type": ["string", "null"]}, "design_prompt": {"type": ["string", "null"]},
  "default_engine": {"type": ["string", "null"]}, "personality": {"type": ["string", "null"]},
  "generation_count": {"type": "integer"}, "sample_count": {"type": "integer"}, "created_at": {"type": "string"},
  "updated_at": {"type": "string"}}},
"Profiles": {"type": "array", "items": {"$ref": "#/components/schemas/Profile"}},
"PresetVoices": {"type": "object", "required": ["engine", "voices"], "properties": {"engine": {"type": "string"},
  "voices": {"type": "array", "items": {"type": "object", "required": ["voice_id", "name", "gender", "language"],
    "properties": {"voice_id": {"type": "string"}, "name": {"type": "string"}, "gender": {"type": ["string", "null"]},
    "language": {"type": "string"}}}}}},
"Settings": {"type": "object", "description": "Names (a-z, 0-9, _ and .) and any JSON"},
"StatusEvent": {"type": "object", "description": "The data of each event", "required": ["id", "status"], "properties": {
  "id": {"type": "string"},
  "status": {"type": "string", "enum": ["queued", "generating", "completed", "failed", "cancelled", "not_found"]},
  "duration": {"type": ["number", "null"]}, "error": {"type": ["string", "null"]}, "source": {"type": "string"},
  "position": {"type": ["integer", "null"], "description": "0: being spoken, 1: next"},
  "progress": {"type": "number", "minimum": 0, "maximum": 1}}},
"ActiveTasks": {"type": "object", "required": ["downloads", "generations"], "properties": {
  "downloads": {"type": "array", "items": {"type": "object"}},
  "generations": {"type": "array", "items": {"type": "object",
    "required": ["task_id", "profile_id", "text_preview", "started_at"], "properties": {
    "task_id": {"type": "string"}, "profile_id": {"type": "string"}, "text_preview": {"type": "string"},
    "started_at": {"type": "string"}, "status": {"type": "string", "enum": ["queued", "generating"]},
    "urgency": {"type": "string", "enum": ["interactive", "background"]}, "position": {"type": "integer"},
    "progress": {"type": "number"}}}}}},
"ModelStatus": {"type": "object", "required": ["models"], "properties": {"models": {"type": "array", "items": {
  "type": "object", "required": ["model_name", "display_name", "hf_repo_id", "downloaded", "downloading", "size_mb",
    "loaded"], "properties": {"model_name": {"type": "string"}, "display_name": {"type": "string"},
    "hf_repo_id": {"type": ["string", "null"]}, "downloaded": {"type": "boolean"}, "downloading": {"type": "boolean"},
    "size_mb": {"type": ["number", "null"]}, "loaded": {"type": "boolean"},
    "removable": {"type": "boolean", "description": "Whether it was added; the program's own voices stay"},
    "blend": {"type": ["string", "null"], "description": "What a saved blend is mixed of"},
    "problem": {"type": ["string", "null"], "description": "Why it cannot be used"}}}}}},
"ModelCatalogue": {"type": "object", "required": ["items", "total"], "properties": {"total": {"type": "integer"},
  "items": {"type": "array", "items": {"type": "object", "required": ["model_name", "display_name", "hf_repo_id",
    "downloaded", "downloading", "size_mb", "family", "language", "language_name", "license", "use"], "properties": {
    "model_name": {"type": "string"}, "display_name": {"type": "string"}, "hf_repo_id": {"type": "string"},
    "downloaded": {"type": "boolean"}, "downloading": {"type": "boolean"}, "size_mb": {"type": "number"},
    "family": {"type": "string", "enum": ["vits", "piper", "kokoro"]},
    "language": {"type": "string", "description": "BCP 47"}, "language_name": {"type": "string"},
    "quality": {"type": ["string", "null"]}, "speakers": {"type": "integer"},
    "license": {"type": ["string", "null"], "description": "SPDX; null: differs, see `use`"},
    "use": {"type": "string", "enum": ["any", "non_commercial", "see_card"],
      "description": "What the licence allows; see_card: the voice's model card says"}}}}}},
"CatalogueLanguages": {"type": "object", "required": ["languages"], "properties": {"languages": {"type": "array",
  "items": {"type": "object", "required": ["name", "voices"], "properties": {
    "name": {"type": "string", "description": "In English, as `language` of GET /models/catalogue takes it"},
    "voices": {"type": "integer", "description": "So many speak it"}}}}}},
"ModelName": {"type": "object", "required": ["model_name"], "properties": {"model_name": {"type": "string"}}},
"ModelPath": {"type": "object", "required": ["path"], "properties": {"path": {"type": "string",
  "description": "A folder, or a Piper voice's .onnx file"}}},
"BlendRequest": {"type": "object", "required": ["name", "voice"], "properties": {
  "name": {"type": "string", "minLength": 1, "maxLength": 100},
  "voice": {"type": "string", "maxLength": 2048, "description": "Speakers of one voice: \"vctk:p225(2)+p226(1)\""}}},
"ModelImported": {"type": "object", "required": ["message", "model_name"], "properties": {
  "message": {"type": "string"}, "model_name": {"type": "string"}}}
})json";

}  // namespace parlando::server
