package caravan.cli;

import caravan.auth.Secrets;
import caravan.boot.Sources;
import caravan.discover.SourceWriter;
import caravan.fetch.ApiClient;
import caravan.fetch.RequestDeadline;
import caravan.net.Certificates;
import caravan.net.Proxies;
import caravan.report.Outcome;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsFiles;
import caravan.text.Plural;
import caravan.text.Urls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "discover",
        description = "Looks at an API, with ten requests at most, and writes the file that describes it as a source.",
        mixinStandardHelpOptions = true,
        footer = {"", "Then: caravan preview NAME, caravan run NAME."})
public final class DiscoverCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Parameters(paramLabel = "URL", description = "A URL that answers with records.")
    private String url = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The source's name (default: the last name in the URL).")
    private @Nullable String name;

    @Option(
            names = "--header",
            paramLabel = "'NAME: VALUE'",
            description = "A header of each request; one that proves who asks is not written.")
    private List<String> headers = List.of();

    @Option(names = "--body", paramLabel = "TEXT", description = "Makes each request a POST with this body.")
    private @Nullable String body;

    @Option(names = "--write", description = "Write sources/NAME.yaml instead of showing it.")
    private boolean write;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Settings settings =
                SettingsFiles.read(options.settings, System.getenv(), Path.of(""), caravan.boot.Installation.conf());
        URI at = uri();
        String source = name == null ? nameOf(at) : name;
        if (!source.matches("[a-z0-9][a-z0-9_-]*")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--name needs lower-case letters, digits, - and _ only: it becomes part of file names");
        }
        Path file = Sources.OWN.resolve(source + ".yaml");
        if (write && Files.exists(file)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), file + " exists already: give --name for another one, or move it away");
        }
        Map<String, String> sent = sent();
        boolean token =
                sent.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase) && settings.has(Setting.API_TOKEN);
        Map<String, String> all = new LinkedHashMap<>(sent);
        if (token) {
            all.put("Authorization", "Bearer " + settings.get(Setting.API_TOKEN));
        }
        SourceWriter found;
        try (RequestDeadline deadline = new RequestDeadline(settings.get(Setting.REQUEST_TIMEOUT));
                ApiClient client = new ApiClient(
                        List.of(at),
                        deadline,
                        Proxies.of(settings.all(), System::getProperty),
                        Certificates.context(settings.find(Setting.CA_CERTIFICATES), System::getProperty),
                        1)) {
            found = SourceWriter.look(client, at, all, body, token);
        } catch (IOException e) {
            System.err.println(Secrets.redact("%s cannot be reached: %s".formatted(at.getAuthority(), e.getMessage())));
            return Outcome.API.exitCode();
        }
        found.words().forEach(line -> System.out.println(Secrets.redact(line)));
        String yaml = found.yaml();
        if (yaml == null) {
            return Outcome.API.exitCode();
        }
        System.out.printf("(%s)%n%n", Plural.count(found.requests(), "request"));
        if (write) {
            Files.createDirectories(Sources.OWN);
            Files.writeString(file, yaml);
            System.out.printf("Written to %s. Next: caravan preview %s%n", file, source);
        } else {
            System.out.print(Secrets.redact(yaml));
            System.out.printf("%nWith --write it is written to %s.%n", file);
        }
        return 0;
    }

    private URI uri() {
        try {
            URI uri = URI.create(Urls.encodedUrl(url.strip()));
            if (url.strip().matches("(?i)https?://[^/?#\\s]+.*")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // It is said below.
        }
        throw new CommandLine.ParameterException(spec.commandLine(), "URL is not an http:// or https:// URL");
    }

    private static String nameOf(URI at) {
        String[] names = String.valueOf(at.getPath()).split("/", -1);
        for (int i = names.length - 1; i >= 0; i--) {
            String plain = names[i].toLowerCase(java.util.Locale.ROOT)
                    .replaceAll("\\.\\w+$", "")
                    .replaceAll("[^a-z0-9_-]+", "-")
                    .replaceAll("^-+|-+$", "");
            if (plain.matches("[a-z0-9].*") && !plain.matches("v?\\d+")) {
                return plain;
            }
        }
        return "source";
    }

    private Map<String, String> sent() {
        Map<String, String> sent = new LinkedHashMap<>();
        for (String header : headers) {
            String[] parts = header.split(":", 2);
            if (parts.length < 2 || !parts[0].strip().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--header needs a name and a value: --header \"X-Api-Key: …\"");
            }
            sent.put(parts[0].strip(), parts[1].strip());
            Secrets.hide(parts[1].strip());
        }
        return sent;
    }
}
