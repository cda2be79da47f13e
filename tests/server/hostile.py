"""What hostile clients put where an id, a name, a query or a header belongs. Every test that attacks a route takes
its payloads from here, so that a new trick is written down once."""

import urllib.parse

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"  # well-formed, and nobody's

# Put into a path as they stand: percent signs are the attacker's own.
ENCODED = [
    "%2e%2e", "%2e%2e%2f", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "..%5c..%5cwindows", "%252e%252e%252f",
    "..%c0%af..%c0%afetc", "..%ef%bc%8fetc", "%00", f"{UUID}%00", f"{UUID}%00.wav", f"{UUID}%0d%0aSet-Cookie:%20a=b",
    f"{UUID}%0a", f"{UUID}%0d", "%0d%0a%0d%0a<html>", "%", "%2", "%zz", "%u002e", "%ff", "%c3%28", "%ed%a0%80", "%f5%80%80%80",
    "%09", "%20", f"%20{UUID}", f"{UUID}%20", "%7f", "%1b[31m", "%e2%80%ae", "%ef%bb%bf", "%c2%80", "%e2%80%8b",
    "%2f", "%5c", "%2f%2f", "%3f", "%23", "%3a", "%40", "%25", "%2500", "con%2ewav", "nul%00", "%2e", ".%00.",
]

# Percent-encoded here: what a client's library would send.
PLAIN = [
    "'", "''", "' OR '1'='1", "' OR 1=1 --", "'; DROP TABLE generations; --", "1; SELECT * FROM profiles", "\" OR \"\"=\"",
    "1 UNION SELECT 1,2,3", "x' AND sqlite_version()='3", "x'||load_extension('x')||'", "%' OR '1'='1", "_", "__", "*", "?",
    "null", "NULL", "None", "undefined", "true", "NaN", "Infinity", "-1", "0", "1", "9223372036854775808", "1e308", "0x10",
    "{}", "[]", "{id}", "{{7*7}}", "${7*7}", "#{7*7}", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://169.254.169.254/", "\\\\server\\share",
    "C:\\Windows\\win.ini", "/etc/passwd", "//etc//passwd", "....//....//etc/passwd", "~", "~root", "$HOME", "`id`", "$(id)",
    "| id", "; id", "& id", "\n id", "%n%n%n%n", "%s%s%s%s", "%x", "A" * 64, "A" * 200, "\u0000", "\u202egpj.exe", "\ufeff",
    "\U0001f600", "\u00e9", "e\u0301", "\u0130", "\u212a", "\uff0e\uff0e\uff0f", "\u2024\u2024/", "CON", "PRN", "AUX", "NUL", "COM1",
    "library.db", "library.db-wal", "server.json", "server.lock", ".", "..", "...", "-", "--help", "-rf", "failed.wav",
    UUID.upper(), UUID.replace("-", ""), "{" + UUID + "}", "urn:uuid:" + UUID, UUID + "0", UUID[:-1], UUID + ".wav",
    UUID.replace("4", "1", 1), UUID.replace("0f8", "0g8"), UUID + "/", UUID + "\u0000", UUID + "\n", " " + UUID, UUID + " ",
    UUID + "," + UUID, UUID + ";", UUID + "?x", UUID + "#x", UUID + "'", UUID.replace("-", "\u2010"), "\uff10" + UUID[1:],
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", UUID,
]

IDS = ENCODED + [urllib.parse.quote(text, safe="") for text in PLAIN]

# Bodies of a profile that must be refused; each is all but valid.
BAD_PROFILES = [
    {}, {"name": None}, {"name": ""}, {"name": "   "}, {"name": "\t\n"}, {"name": 5}, {"name": True}, {"name": []}, {"name": {}},
    {"name": ["x"]}, {"name": "x" * 101}, {"name": "\u00e9" * 101}, {"name": "a\u0000b"}, {"name": "x", "language": "../.."},
    {"name": "x", "language": ""}, {"name": "x", "language": "-"}, {"name": "x", "language": "en--us"},
    {"name": "x", "language": "en_US; DROP"}, {"name": "x", "language": 5}, {"name": "x", "language": "\u00e9"},
    {"name": "x", "language": "a" * 36}, {"name": "x", "voice_type": "cloned"}, {"name": "x", "voice_type": "designed"},
    {"name": "x", "voice_type": 1}, {"name": "x", "voice_type": ""}, {"name": "x", "voice_type": "PRESET"},
    {"name": "x", "preset_voice_id": "../robin"}, {"name": "x", "preset_voice_id": "nobody"},
    {"name": "x", "preset_voice_id": 7}, {"name": "x", "preset_voice_id": ""}, {"name": "x", "preset_voice_id": None},
    {"name": "x", "preset_voice_id": "robin\u0000"}, {"name": "x", "preset_engine": "qwen"}, {"name": "x", "preset_engine": []},
    {"name": "x", "description": "d" * 501}, {"name": "x", "description": 1}, {"name": "x", "personality": "p" * 2001},
    {"name": "x", "design_prompt": "p" * 2001}, {"name": "x", "default_engine": "e" * 51},
]

# Names that look like attacks and are text: they are kept letter by letter and lead nowhere.
ODD_NAMES = ["../../etc/passwd", "C:\\x", "a\r\nSet-Cookie: x=1", "\"; filename=\"evil.exe", "<b>x</b>", "'; DROP TABLE profiles; --",
             "\u202egpj.exe", "%2e%2e%2f", "\U0001f600", "e\u0301", "CON", "a/b/c", "{0}{1}", "%s%n"]

BAD_JSON = [b"", b"{", b"[]", b"null", b"5", b"\"x\"", b"{\"name\":}", b"{'name':'x'}", b"{\"name\":\"\xff\"}",
            b"{\"name\":\"\xed\xa0\x80\"}", b"\xef\xbb\xbf[]", b"{\"name\":\"x\"} trailing", b"[" * 1000, b"{\"a\":" * 1000,
            b"{\"name\":\"\\ud800\"}", b"NaN", b"{\"name\": 1e999}", b"\x00"]

BAD_QUERIES = [
    "limit=0", "limit=-1", "limit=501", "limit=x", "limit=", "limit=1.5", "limit=1e3", "limit=%31%00", "limit=+5",
    "limit=99999999999999999999", "offset=-1", "offset=x", "offset=9223372036854775808", "limit=10&limit=20", "search=%ff",
    "search=%", "search=%zz", "search=%00", "search=%c3%28", "profile_id=x", "profile_id=..%2f",
    "profile_id='%20OR%201=1", "profile_id=" + UUID.upper(), "profile_id=", "%ff=1",
]

# Whole header lines; those of a body come with a body.
BAD_HEADERS = [
    "Host: evil.example", "Host: 127.0.0.1", "Host: localhost:1", "Host:", "Host: 127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}",
    "Origin: http://evil.example", "Origin: null", "Origin:", "Origin: http://127.0.0.1:{port}", "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: none\r\nSec-Fetch-Site: none", "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity", "Content-Encoding: gzip", "Content-Length: -1", "Content-Length: +0", "Content-Length: 0x0",
    "Content-Length: 1, 1", "Content-Length: 0\r\nContent-Length: 0", "Content-Length: 99999999999999999999999", "Expect: 200-ok",
    "Range: bytes=" + ",".join(["0-0"] * 9), "Range: bytes=" + "0" * 300 + "-", " Folded: x", "No colon", "Bad Name: x",
    "X: \x01", "X: a\x00b", "X: a\rb", ": empty", "X" * 3000 + ": x", "X: " + "y" * 3000, "\r\n".join(["X: y"] * 70),
]
