package caravan.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleFunction;
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

    /** A path of a server, with or without a query. */
    static Type<String> urlPath() {
        return new Form(Pattern.compile("(?s)/.*"), "does not begin with /");
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
            return text;
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

    /** The address of a server, to which a path can be appended. */
    record Url() implements Type<URI> {
        /** An address with something before its host, however malformed otherwise. */
        private static final Pattern WITH_USER = Pattern.compile("(?:[^/?#]*//)?[^/?#]*@");

        private static final Pattern LAST_SLASHES = Pattern.compile("(?<![:/])/+$");

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
            URI uri;
            try {
                uri = new URI(text);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException(
                        "is not a valid URL: %s at character %d".formatted(e.getReason(), e.getIndex() + 1), e);
            }
            if (uri.getHost() == null
                    || !("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
                throw new IllegalArgumentException(
                        "is not a valid URL: it must begin with http:// or https:// and name a host");
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw new IllegalArgumentException("must not have a query: the API's own belongs in API_ENDPOINT");
            }
            return uri;
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

    /** A folder, relative to the working directory. */
    record Folder() implements Type<Path> {
        @Override
        public Path read(String text) {
            try {
                return Path.of(text).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("is not a valid path: " + e.getReason(), e);
            }
        }
    }
}
