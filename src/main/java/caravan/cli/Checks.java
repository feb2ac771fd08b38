package caravan.cli;

import static caravan.text.Plural.count;

import caravan.boot.IdleRoutes;
import caravan.boot.OutputFolder;
import caravan.boot.Sources;
import caravan.deliver.Probe;
import caravan.deliver.S3Clients;
import caravan.fetch.FetchException;
import caravan.net.Proxies;
import caravan.page.Page;
import caravan.preview.Advice;
import caravan.preview.Checklist;
import caravan.preview.Nature;
import caravan.preview.PageSample;
import caravan.report.Outcome;
import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.settings.SettingsException;
import caravan.text.Numbers;
import caravan.text.SafeText;
import caravan.text.Sizes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** All that a run depends on, one after the other; what depends on something that failed is not tried. */
final class Checks {
    private final Checklist list;
    private final boolean local;

    /** @param local whether the file stays on this machine, so that S3 is not needed */
    Checks(Checklist list, boolean local) {
        this.list = list;
        this.local = local;
    }

    /** @param names of the sources; empty for all */
    void all(RoutesOptions options, List<String> names) throws InterruptedException {
        Settings settings;
        Sources sources;
        try {
            settings = options.load(local ? Settings.Need.API : Settings.Need.ALL);
            sources = Sources.load(settings, Sources.folder(options.routes), names);
            list.passed(
                    "settings",
                    "%s, %s, files in %s"
                            .formatted(
                                    Sources.areOwn()
                                            ? "sources in " + Sources.OWN + " " + String.join(", ", sources.names())
                                            : "API " + settings.get(Setting.API_BASE_URL),
                                    local ? "no S3" : "S3 bucket " + settings.get(Setting.S3_BUCKET),
                                    settings.get(Setting.OUTPUT_DIR)));
        } catch (SettingsException e) {
            list.failed("settings", e.problems(), null, Outcome.CONFIGURATION.exitCode());
            for (String name : List.of("routes", "API", "access", "page 1", "S3", "disk")) {
                list.notTried(name, "the settings come first");
            }
            return;
        }
        long bytes = 0;
        try (IdleRoutes standby = IdleRoutes.start(settings, sources, options.routes)) {
            list.passed("routes", "%s, in %s".formatted(names(sources), options.routes));
            for (Sources.Configured one : sources.all()) {
                if (sources.all().size() > 1) {
                    list.begin(one.source().name());
                }
                long more = api(one, standby, standby.look(one.source(), 1));
                bytes = more < 0 || bytes < 0 ? -1 : bytes + more;
            }
        } catch (SettingsException e) {
            list.failed("routes", e.problems(), null, Outcome.CONFIGURATION.exitCode());
            for (String name : List.of("API", "access", "page 1")) {
                list.notTried(name, "the routes come first");
            }
            bytes = -1;
        }
        s3(settings, sources.names().iterator().next());
        disk(settings.get(Setting.OUTPUT_DIR), bytes);
    }

    /** Returns how many bytes the file is going to have; -1 where that cannot be told. */
    private long api(Sources.Configured one, IdleRoutes standby, PageSample look) {
        FetchException failure = look.failure();
        if (failure != null && !look.isReachable()) {
            failed("API", failure);
            list.notTried("access", "the API gives no answer");
            list.notTried("page 1", "the API gives no answer");
            return -1;
        }
        if (look.error() != null) {
            list.failed("API", List.of("the route get-page failed: " + look.error()), null, Outcome.BUG.exitCode());
            list.notTried("access", "the route comes first");
            list.notTried("page 1", "the route comes first");
            return -1;
        }
        list.passed(
                "API",
                "%s answers%s"
                        .formatted(
                                SafeText.withoutQueryValues(look.source().url()),
                                through(
                                        one.settings(),
                                        URI.create(look.source()
                                                .url()
                                                .replaceFirst("[?].*", "")
                                                .replaceAll("[${}]", "")))));
        if (failure != null && look.isDenied()) {
            failed("access", failure);
            list.notTried("page 1", "the API refuses who asks");
            return -1;
        }
        Page page = look.page();
        if (page == null) {
            list.notTried("access", "what it answered tells nothing of it");
            failed("page 1", Objects.requireNonNull(failure, "What is neither a page nor an error is a failure"));
            return -1;
        }
        list.passed(
                "access",
                access(one, standby.beans().tokens(one.source().name()).logins() > 0));
        return page(standby, look, page);
    }

    private static String names(Sources sources) {
        return (sources.all().size() == 1 ? "source " : "sources ") + String.join(", ", sources.names());
    }

    private static String access(Sources.Configured one, boolean loggedIn) {
        Settings settings = one.settings();
        return switch (one.source().login().type()) {
            case NONE -> "no login";
            case BASIC -> settings.get(Setting.API_USERNAME) + " is accepted";
            case CLIENT_CREDENTIALS -> "logged in as client " + settings.get(Setting.API_CLIENT_ID);
            default ->
                loggedIn
                        ? "logged in as %s%s"
                                .formatted(
                                        settings.get(Setting.API_USERNAME),
                                        settings.has(Setting.API_TOKEN) ? ": API_TOKEN was refused" : "")
                        : "API_TOKEN is accepted";
        };
    }

    private static String through(Settings settings, URI address) {
        Proxies.Proxy proxy = Proxies.of(settings.all(), System::getProperty).to(address);
        return proxy == null ? "" : ", through the proxy " + proxy;
    }

    private void failed(String name, FetchException failure) {
        list.failed(name, List.of(failure.getMessage()), Advice.on(failure), Outcome.API.exitCode());
    }

    private long page(IdleRoutes standby, PageSample look, Page page) {
        int rows = page.rows();
        if (rows == 0) {
            list.failed(
                    "page 1",
                    List.of("there are no records on it"),
                    "Is the URL right, and may this user see records?",
                    Outcome.API.exitCode());
            return -1;
        }
        long pages = look.pages();
        long records = look.plan().announcedRecords();
        StringBuilder text = new StringBuilder("%s in %s s"
                .formatted(count(rows, "record"), Numbers.decimals(look.took().toNanos() / 1e9, 2)));
        text.append(
                pages == 0
                        ? "; the API does not say how many there are: a run asks until they end"
                        : "; %s%s in all"
                                .formatted(records < 0 ? "" : count(records, "record") + ", ", count(pages, "page")));
        text.append(". Fields: ").append(String.join(", ", page.columns()));
        if (look.failure() != null) {
            text.append(". Doubtful: ").append(look.failure().getMessage());
        }
        if (look.first() != null) {
            text.append(". The first attempt failed: ").append(look.first().getMessage());
        }
        list.passed("page 1", text.toString());
        Nature nature = Nature.of(look.source(), page);
        list.passed("order", "%s. Ids: %s. Sorted %s".formatted(nature.pages(), nature.ids(), nature.order()));
        return pages == 0 ? -1 : standby.beans().rowWriter().measure(page) * pages;
    }

    private void s3(Settings settings, String source) {
        if (local) {
            list.notTried("S3", "the file stays here");
            return;
        }
        String bucket = settings.get(Setting.S3_BUCKET);
        Probe probe = new Probe(
                bucket,
                settings.get(Setting.S3_PREFIX).replace("{source}", source),
                Long.toString(ProcessHandle.current().pid()),
                settings.get(Setting.REQUEST_TIMEOUT));
        Probe.Result result = probe.run(
                () -> S3Clients.create(settings.all(), settings.find(Setting.CA_CERTIFICATES), System::getProperty));
        if (result.problem() != null) {
            list.failed("S3", List.of(result.problem()), result.toDo(), Outcome.NOT_DELIVERED.exitCode());
        } else {
            list.passed(
                    "S3",
                    "s3://%s/%s can be written to%s; "
                                    .formatted(
                                            bucket,
                                            settings.get(Setting.S3_PREFIX).replace("{source}", source),
                                            through(settings, S3Clients.address(settings.all())))
                            + (result.left() == null
                                    ? "a probe was written and removed"
                                    : result.left() + ". A run never removes anything: remove it yourself"));
        }
    }

    private void disk(Path folder, long bytes) {
        try {
            Path there = folder;
            while (there != null && !Files.exists(there)) {
                there = there.getParent();
            }
            if (there == null) {
                throw new SettingsException(
                        List.of("OUTPUT_DIR=%s is on a drive that does not exist".formatted(folder)));
            }
            if (there.equals(folder)) {
                OutputFolder.check(folder);
            } else if (!Files.isDirectory(there) || !Files.isWritable(there)) {
                // Not tried by making it: nothing is to be left behind.
                throw new SettingsException(List.of("OUTPUT_DIR=%s cannot be made in %s".formatted(folder, there)));
            }
            long free = Files.getFileStore(there).getUsableSpace();
            String shown = "%s are free in %s".formatted(Sizes.of(free), folder);
            if (bytes < 0) {
                list.passed("disk", shown + "; how many a run needs is not known");
            } else if (bytes > free) {
                list.failed(
                        "disk",
                        List.of("a run needs about %s (an estimate from page 1); %s".formatted(Sizes.of(bytes), shown)),
                        "Make room, or set OUTPUT_DIR to a larger disk.",
                        Outcome.STORAGE.exitCode());
            } else {
                list.passed(
                        "disk",
                        "a run needs about %s (an estimate from page 1)%s; %s"
                                .formatted(
                                        Sizes.of(bytes),
                                        2 * bytes > free ? ", and twice that for a moment should pages come late" : "",
                                        shown));
            }
        } catch (SettingsException e) {
            list.failed("disk", e.problems(), "Set OUTPUT_DIR to a folder of yours.", Outcome.CONFIGURATION.exitCode());
        } catch (IOException e) {
            list.failed("disk", List.of(e.toString()), null, Outcome.STORAGE.exitCode());
        }
    }
}
