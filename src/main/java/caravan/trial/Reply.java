package caravan.trial;

import java.nio.charset.StandardCharsets;

/**
 * What to answer.
 *
 * @param headers further header lines, each ended by CRLF
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy a body would be waste.
record Reply(int status, String type, String headers, byte[] body) {
    static final String JSON = "application/json; charset=utf-8";

    static Reply json(int status, String body) {
        return new Reply(status, JSON, "", body.getBytes(StandardCharsets.UTF_8));
    }

    /** An error in the CRM's own form; {@code message} must need no escapes. */
    static Reply error(int status, String message) {
        return json(status, "{\"error\":{\"status\":" + status + ",\"message\":\"" + message + "\"}}");
    }

    Reply with(String name, String value) {
        return new Reply(status, type, headers + name + ": " + value + "\r\n", body);
    }

    /** Status line and headers up to the empty line, without saying how the body's end is found. */
    String head(String framing) {
        return "HTTP/1.1 " + status + ' ' + reason() + "\r\nContent-Type: " + type + "\r\n" + framing + headers
                + "\r\n";
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Status " + status;
        };
    }
}
