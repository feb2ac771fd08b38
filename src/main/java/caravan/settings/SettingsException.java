package caravan.settings;

import java.util.List;
import java.util.Objects;

/** Reports settings with which nothing can start; the message names every problem. */
public final class SettingsException extends RuntimeException {
    private final transient List<String> problems;

    public SettingsException(List<String> problems) {
        super("%d setting%s: %s."
                .formatted(
                        problems.size(),
                        problems.size() == 1 ? " needs attention" : "s need attention",
                        String.join("; ", problems)));
        this.problems = List.copyOf(problems);
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage(), "It was given one");
    }

    /** Returns the problems, one line each. */
    public List<String> problems() {
        return problems;
    }
}
