package caravan.settings;

import caravan.net.Proxies;
import caravan.text.SafeText;
import caravan.text.Urls;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of a setting as a value, and says what the text may be. Immutable. */
interface Type<T> {
    /**
     * Returns the value of a text that {@link #clean} returned.
     *
     * @throws IllegalArgumentException if the text is malformed; the message continues "NAME=text "
     */
    T read(String text);

    /** Returns the part of a given text that counts; null if the setting then counts as not given. */
    default @Nullable String clean(String given) {
        // NAME= in a file or the environment is how people leave a setting out.
        return given.isBlank() ? null : given.strip();
    }

    /** Returns what a message may show of a text. */
    default @Nullable String shown(String text) {
        return text;
    }

    /** Returns the texts that are allowed, for people; empty if any is. */
    default String allowed() {
        return "";
    }

    static Type<String> token() {
        return new Form(
                Pattern.compile("[!-~]+"),
                "contains characters that no token has (RFC 6750): white space, or others than ASCII");
    }

    /** A path of a server, with or without a query; read percent-encoded. */
    record UrlPath() implements Type<String> {
        @Override
        public String read(String text) {
            if (!text.startsWith("/")) {
                throw new IllegalArgumentException("does not begin with /");
            }
            for (int i = 0; i < text.length(); i++) {
                if (Character.isISOControl(text.charAt(i))) {
                    throw new IllegalArgumentException("has a control character at character " + (i + 1));
                }
                if (text.charAt(i) == '#') {
                    throw new IllegalArgumentException(
                            "has a # at character %d: what follows one is never sent; where it belongs to a value, write %%23"
                                    .formatted(i + 1));
                }
            }
            return Urls.encoded(text);
        }

        /** A value in the query may be a key. */
        @Override
        public String shown(String text) {
            return SafeText.withoutQueryValues(text);
        }
    }

    static Type<String> checksums() {
        return new Choice(List.of("when_supported", "when_required"));
    }

    static Type<Duration> seconds(double least, double most) {
        return new Decimal<>(least, most, "seconds", value -> Duration.ofMillis(Math.round(value * 1000)));
    }

    static Type<Double> perSecond(double least, double most) {
        return new Decimal<>(least, most, "requests per second", Double::valueOf);
    }

    static Type<Double> percent() {
        return new Decimal<>(0, 100, "percent", Double::valueOf);
    }

    static Type<Duration> hours(double most) {
        return new Decimal<>(0, most, "hours", value -> Duration.ofMillis(Math.round(value * 3_600_000)));
    }

    /** Any text without white space around it. */
    record Text() implements Type<String> {
        @Override
        public String read(String text) {
            return text;
        }
    }

    /** Text that stands in a route as it is. */
    record Plain() implements Type<String> {
        @Override
        public String read(String text) {
            return plain(text);
        }
    }

    private static String plain(String text) {
        if (text.contains("{{") || text.contains("}}") || text.contains("${")) {
            throw new IllegalArgumentException(
                    "must not contain {{, }} or ${: the routes would take what is within for the name of something");
        }
        return text;
    }

    /** Any text as it is: white space around it may belong to it. */
    record Verbatim() implements Type<String> {
        @Override
        public @Nullable String clean(String given) {
            return given.isBlank() ? null : given;
        }

        @Override
        public String read(String text) {
            return text;
        }
    }

    /** Text in which being empty has a meaning of its own. */
    record TextOrEmpty(boolean stripped) implements Type<String> {
        @Override
        public String clean(String given) {
            return stripped ? given.strip() : given;
        }

        @Override
        public String read(String text) {
            return plain(text);
        }

        @Override
        public String allowed() {
            return "any text; may be empty";
        }
    }

    /** Text of a form. {@code problem} is what is wrong with any other. */
    record Form(Pattern pattern, String problem) implements Type<String> {
        @Override
        public String read(String text) {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(problem);
            }
            return text;
        }
    }

    /** One of a few words. */
    record Choice(List<String> words) implements Type<String> {
        @Override
        public String read(String text) {
            if (!words.contains(text)) {
                throw new IllegalArgumentException("is not " + allowed());
            }
            return text;
        }

        @Override
        public String allowed() {
            return String.join(" or ", words);
        }
    }

    /** A whole number, its limits included. */
    record Whole(int least, int most) implements Type<Integer> {
        private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,9}");

        @Override
        public Integer read(String text) {
            // Java would also take +5 and the digits of other scripts, which a route would not.
            if (DIGITS.matcher(text).matches()) {
                int value = Integer.parseInt(text);
                if (value >= least && value <= most) {
                    return value;
                }
            }
            throw new IllegalArgumentException("is not a whole number between %d and %d".formatted(least, most));
        }

        @Override
        public String allowed() {
            return "%d to %d".formatted(least, most);
        }
    }

    /** A decimal number of something, its limits included. */
    record Decimal<T>(double least, double most, String unit, DoubleFunction<T> as) implements Type<T> {
        /** Java would also take {@code 1d} and {@code 0x1p3} for numbers. */
        private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

        @Override
        public T read(String text) {
            if (NUMBER.matcher(text).matches()) {
                double value = Double.parseDouble(text);
                if (value >= least && value <= most) {
                    return as.apply(value);
                }
            }
            throw new IllegalArgumentException(
                    "is not a number of %s between %s and %s".formatted(unit, text(least), text(most)));
        }

        @Override
        public String allowed() {
            return "%s to %s %s".formatted(text(least), text(most), unit);
        }

        private static String text(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }

    /**
     * The address of a server, to which a path can be appended; read in lower case and ASCII.
     *
     * @param underscores whether its host may have some
     */
    record Url(boolean underscores) implements Type<URI> {
        /** An address with something before its host, however malformed otherwise. */
        private static final Pattern WITH_USER = Pattern.compile("(?:[^/?#]*//)?[^/?#]*@");

        private static final Pattern LAST_SLASHES = Pattern.compile("(?<![:/])/+$");
        /** Scheme, host, port, path. */
        private static final Pattern PARTS =
                Pattern.compile("(?i)(https?)://(\\[[0-9a-f:.]+]|[^/?#\\[\\]:]+)(?::([0-9]{1,5}))?(/[^?#]*)?");

        /** Letters in ASCII and digits, also the underscore of container names, which is no part of RFC 1123. */
        private static final Pattern HOST = Pattern.compile("\\[.*]|[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*\\.?");

        @Override
        public @Nullable String clean(String given) {
            String text = Type.super.clean(given);
            return text == null ? null : LAST_SLASHES.matcher(text).replaceFirst("");
        }

        @Override
        public URI read(String text) {
            if (WITH_USER.matcher(text).lookingAt()) {
                throw new IllegalArgumentException(
                        "must not contain a user or password: they have settings of their own");
            }
            if (text.contains("?") || text.contains("#")) {
                throw new IllegalArgumentException("must not have a query: the API's own belongs in API_ENDPOINT");
            }
            Matcher parts = PARTS.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "is not a valid URL: it must begin with http:// or https:// and name a host");
            }
            String path = parts.group(4) == null ? "" : Urls.encoded(parts.group(4));
            String port = parts.group(3) == null ? "" : ":" + port(parts.group(3));
            return URI.create(parts.group(1).toLowerCase(Locale.ROOT) + "://" + host(parts.group(2)) + port + path);
        }

        private String host(String given) {
            String host;
            try {
                host = Urls.asciiHost(given);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("is not a valid URL: %s is not a host name".formatted(given), e);
            }
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("is not a valid URL: %s is not a host name".formatted(given));
            }
            if (host.contains("_") && !underscores) {
                throw new IllegalArgumentException(
                        "names a host with an underscore, which Amazon's client does not take: use its address or another name");
            }
            return host;
        }

        private static int port(String digits) {
            int port = Integer.parseInt(digits);
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("is not a valid URL: %d is not a port".formatted(port));
            }
            return port;
        }

        /** Passwords stand before an @, keys in a query. */
        @Override
        public @Nullable String shown(String text) {
            return text.contains("@") ? null : text.replaceFirst("[?#].*", "");
        }

        @Override
        public String allowed() {
            return "an http or https URL";
        }
    }

    /** The address of a proxy; what is before an @ is a secret. */
    record Proxy() implements Type<String> {
        @Override
        public String read(String text) {
            Proxies.read(text, "");
            return text;
        }

        @Override
        public @Nullable String shown(String text) {
            return text.contains("@") ? null : text;
        }

        @Override
        public String allowed() {
            return "http://host:port";
        }
    }

    /** A PEM file with certificates. */
    record Certificates() implements Type<Path> {
        @Override
        public Path read(String text) {
            Path file = new Place().read(text);
            caravan.net.Certificates.read(file);
            return file;
        }
    }

    /** A file or folder, relative to the working directory. A {@code ~} at its beginning is the user's home, as in a shell. */
    record Place() implements Type<Path> {
        private static final Pattern VARIABLE = Pattern.compile("\\$(?:[A-Za-z_]\\w*|\\{\\w+})");

        @Override
        public Path read(String text) {
            Matcher variable = VARIABLE.matcher(text);
            if (variable.find()) {
                throw new IllegalArgumentException(
                        "names %s, which nobody replaces here: write the path itself".formatted(variable.group()));
            }
            if (text.startsWith("~") && !text.matches("~(?:[/\\\\].*)?")) {
                throw new IllegalArgumentException("begins with the home of another user: write the path itself");
            }
            try {
                return Path.of(text.replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home"))))
                        .toAbsolutePath()
                        .normalize();
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("is not a valid path: " + e.getReason(), e);
            }
        }
    }
}
