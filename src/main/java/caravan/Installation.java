package caravan;

import java.nio.file.Path;

/** The folder that Caravan runs from: with {@code routes/} and {@code conf/}. */
final class Installation {
    private Installation() {}

    /** What {@code bin/caravan} says; from a checkout, the working directory. */
    static Path home() {
        return Path.of(System.getProperty("caravan.home", "")).toAbsolutePath();
    }

    static Path routes() {
        return home().resolve("routes");
    }

    static Path conf() {
        return home().resolve("conf").resolve("application.properties");
    }
}
