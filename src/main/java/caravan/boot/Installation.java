package caravan.boot;

import java.nio.file.Path;

/** The folder that Caravan runs from: with {@code routes/} and {@code conf/}. */
public final class Installation {
    private Installation() {}

    /** What {@code bin/caravan} says; from a checkout, the working directory. */
    public static Path home() {
        return Path.of(System.getProperty("caravan.home", "")).toAbsolutePath();
    }

    public static Path routes() {
        return home().resolve("routes");
    }

    public static Path conf() {
        return home().resolve("conf").resolve("application.properties");
    }
}
