package caravan.discover;

import caravan.fetch.ApiClient;
import caravan.text.HttpStatus;
import caravan.text.SafeText;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was found of an API as the text of a source file.
 *
 * @param words what was found, a line each
 * @param yaml the file; null where nothing could be found
 * @param isRefused whether the API wants to know who asks
 * @param requests how many were sent
 */
public record SourceWriter(List<String> words, @Nullable String yaml, boolean isRefused, int requests) {
    private static final Pattern SECRET = Pattern.compile("(?i)(?:authorization|cookie|.*(?:key|token|secret|auth).*)");

    /**
     * Looks at an API.
     *
     * @param headers of each request; those that prove who asks are not written
     * @param token whether API_TOKEN is sent as a bearer token
     */
    public static SourceWriter look(
            ApiClient client, URI url, Map<String, String> headers, @Nullable String body, boolean token)
            throws IOException {
        try (Api api = new Api(client, headers, body)) {
            Discovery discovery = new Discovery(url, api::ask);
            Reply first = api.ask(url);
            if (!first.isGood()) {
                return refused(first, token);
            }
            List<String> found = discovery.source(first);
            if (found == null) {
                return new SourceWriter(discovery.words(), null, false, discovery.requests());
            }
            List<String> lines = new ArrayList<>();
            lines.add("# Written by caravan discover: look it over. docs/sources.md has all options.");
            lines.add("url: \"%s\"".formatted(discovery.plainUrl(found)));
            List<String> shown = headers.entrySet().stream()
                    .filter(header -> !SECRET.matcher(header.getKey()).matches())
                    .map(header -> "  %s: %s".formatted(header.getKey(), Discovery.quoted(header.getValue())))
                    .toList();
            if (!shown.isEmpty()) {
                lines.add("headers:");
                lines.addAll(shown);
            }
            if (body != null) {
                lines.add("body: '%s'".formatted(body.replace("'", "''")));
            }
            lines.addAll(found);
            lines.addAll(login(headers, token));
            return new SourceWriter(discovery.words(), String.join("\n", lines) + "\n", false, discovery.requests());
        }
    }

    private static List<String> login(Map<String, String> headers, boolean token) {
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!SECRET.matcher(header.getKey()).matches()) {
                continue;
            }
            Matcher value = Pattern.compile("(\\w+) (\\S+)").matcher(header.getValue());
            if (header.getKey().equalsIgnoreCase("Authorization") && value.matches()) {
                String scheme = value.group(1);
                return scheme.equalsIgnoreCase("Basic")
                        ? List.of("login:", "  type: basic # API_USERNAME and API_PASSWORD")
                        : scheme.equals("Bearer")
                                ? List.of("login:", "  type: bearer # API_TOKEN")
                                : List.of("login:", "  type: bearer # API_TOKEN", "  scheme: " + scheme);
            }
            return List.of("login:", "  type: api-key # API_TOKEN", "  header: " + header.getKey());
        }
        return token ? List.of("login:", "  type: bearer # API_TOKEN") : List.of();
    }

    private static SourceWriter refused(Reply first, boolean token) {
        boolean isAboutWho = first.status() == 401 || first.status() == 403;
        List<String> words = new ArrayList<>();
        words.add("%s answers %s%s."
                .formatted(
                        SafeText.withoutQueryValues(first.asked().toString()),
                        HttpStatus.describe(first.status()),
                        first.status() / 100 == 2 ? ", but no JSON" : ""));
        if (isAboutWho) {
            String how = first.headers().get("www-authenticate");
            words.add(
                    "It needs a login%s. %s"
                            .formatted(
                                    how == null ? "" : " (it names " + how.replaceFirst("[ ,].*", "") + ")",
                                    token
                                            ? "API_TOKEN was sent as a bearer token and refused: give --header with what the API wants, such as --header \"X-Api-Key: …\""
                                            : "Set API_TOKEN for a bearer token, or give --header \"Authorization: …\"; it is not written anywhere."));
        }
        return new SourceWriter(words, null, isAboutWho, 1);
    }
}
