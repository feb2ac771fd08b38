package caravan.preview;

import caravan.fetch.FetchException;

/** What to do about a page that could not be fetched. */
public final class Advice {
    private Advice() {}

    /** One sentence or two. */
    public static String on(FetchException failure) {
        return switch (failure.causeName()) {
            case "no connection", "unknown host" ->
                "Is API_BASE_URL right, does the API run, and is it to be reached from here (VPN, firewall)?";
            case "tls" -> "Is API_BASE_URL right (https or http, host)?";
            case "certificate" ->
                "Is API_BASE_URL right? For an authority of your own, set CA_CERTIFICATES to a PEM file with its certificate.";
            case "407" -> "The proxy asks for a user and password: HTTPS_PROXY=http://user:password@host:port.";
            case "timeout" ->
                "Try again; where the API is just slow, set a longer REQUEST_TIMEOUT, or fewer RECORDS_PER_PAGE.";
            case "401" -> "Set a valid API_TOKEN, or API_USERNAME and API_PASSWORD to log in.";
            case "403" ->
                "The API knows who asks and does not allow it: let it allow API_ENDPOINT to this token or user.";
            case "login 404", "login 405" ->
                "The login is POST API_BASE_URL/login; another path is in the route login (routes/pipeline).";
            case "404", "410" -> "Is API_ENDPOINT right? And is there such a page?";
            case "429", "503", "login 429", "login 503" ->
                "The API is busy: try again later. A run waits and retries by itself.";
            case "invalid body" -> "An answer must be {\"metadata\":{…},\"data\":[{…},…]}: is API_ENDPOINT right?";
            case "too large" -> "Set fewer RECORDS_PER_PAGE.";
            default -> {
                if (failure.causeName().startsWith("login ")) {
                    yield "Set a valid API_USERNAME and API_PASSWORD, or an API_TOKEN.";
                }
                yield failure.causeName().matches("3..")
                        ? "Set API_BASE_URL and API_ENDPOINT to where it is redirected to."
                        : "Try again. A run retries by itself; if it stays so, ask those who run the API.";
            }
        };
    }
}
