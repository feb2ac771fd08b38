package caravan;

import java.util.List;

/** Settings with which no run can begin; the message names every problem. */
final class SettingsException extends RuntimeException {
    SettingsException(List<String> problems) {
        super("%d setting%s: %s."
                .formatted(
                        problems.size(),
                        problems.size() == 1 ? " needs attention" : "s need attention",
                        String.join("; ", problems)));
    }
}
