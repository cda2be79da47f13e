"""Bytes that have made other servers leave their folder, split a header, write a log line or run something: to be
sent wherever a client may name a thing."""


def _traversals():
    targets = ("etc/passwd", "windows/win.ini", "proc/self/environ", "server.json", "library.db")
    ups = ("../", "..\\", "..//", "....//", "..;/", "%2e%2e/", "%2e%2e%2f", "..%2f", "..%5c", "%252e%252e%252f", "..%c0%af",
           "..%ef%bc%8f", "%uff0e%uff0e/", ".%00./", "..\0/")
    return [(up * 4 + target).encode() for up in ups for target in targets]


def _lines():
    ends = ("\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "%0d%0a", "%0a", "%E5%98%8A%E5%98%8D", "\\r\\n")
    rests = ("Set-Cookie: a=b", "\r\n\r\n<script>alert(1)</script>", "2026-01-01T00:00:00.000+0000 info forged", "HTTP/1.1 200 OK",
             "Access-Control-Allow-Origin: *")
    return [("a" + end + rest).encode() for end in ends for rest in rests]


def _controls():
    return [b"a" + bytes([code]) + b"b" for code in [*range(0x20), 0x7F]]


def _encodings():
    return [b"\xff\xfe", b"\xc0\xaf", b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80",
            b"\x80", b"abc\xc3", b"\xef\xbb\xbfrobin", "\u202erobin".encode(), "ro\u200bbin".encode(), "\uff0e\uff0e\uff0f".encode(),
            "r\u043ebin".encode(), "\U0001f600".encode(), "e\u0301".encode(), b"%", b"%zz", b"%2", b"%u0000", b"%00", b"%25", b"%c3%28"]


def _languages():
    return [text.encode() for text in (
        "' OR '1'='1", "'; DROP TABLE profiles; --", '" OR 1=1 --', "1; SELECT sqlite_version()", "%' AND 1=0 UNION SELECT 1 --",
        "$(reboot)", "`reboot`", "; reboot", "| reboot", "&& reboot", "-rf", "--help", "-o/tmp/x", "${jndi:ldap://127.0.0.1/a}", "{{7*7}}",
        "%s%s%s%n", "%x" * 50, "{}", "{0}", "{name}", "{id}", "<script>alert(1)</script>", "javascript:alert(1)", "file:///etc/passwd",
        "http://127.0.0.1:1/", "//evil.example/", "\\\\evil.example\\share", "C:\\Windows\\win.ini", "/etc/passwd", "/dev/zero",
        "/proc/self/mem", "CON", "NUL.txt", "aux", "robin.", "robin ", "ROBIN", ".", "..", "...", "~", "~root", "*", "?", "[a-z]", "null",
        "undefined", "true", "0", "-1", "1e999", "NaN", "9" * 30, "0x10", "\\u0000", "\\0", "\x1b[2J\x1b]0;title\x07", "a" * 300,
        "a" * 2000, "a" * 10000, "\u0130", "\ufffe")]


PAYLOADS = [*_traversals(), *_lines(), *_controls(), *_encodings(), *_languages()]
