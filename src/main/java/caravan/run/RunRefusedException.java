package caravan.run;

/** A run that must not begin; the message says why and what to do. Nothing was requested. */
public final class RunRefusedException extends RuntimeException {
    RunRefusedException(String message) {
        super(message);
    }
}
