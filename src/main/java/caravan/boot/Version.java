package caravan.boot;

import picocli.CommandLine;

/** The version that the jar's manifest tells; {@code dev} when run from classes. */
public final class Version implements CommandLine.IVersionProvider {
    static String of() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"caravan " + of()};
    }
}
