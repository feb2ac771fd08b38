package caravan.boot;

import caravan.auth.Secrets;

/** Says what is wrong with the route files, from what Camel throws when it cannot start them. */
final class RouteProblem {
    private RouteProblem() {}

    static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder("The routes could not be started; nothing was requested.\n");
        String last = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).strip();
            if (!last.contains(message)) {
                text.append("  ").append(message.replaceAll("\\R", "\n  ")).append('\n');
                last = message;
            }
        }
        return Secrets.redact(text.toString());
    }
}
