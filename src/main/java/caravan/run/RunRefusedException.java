package caravan.run;

/** A run that must not begin; the message says why and what to do. Nothing was requested. */
public sealed class RunRefusedException extends RuntimeException permits RunBusyException {
    RunRefusedException(String message) {
        super(message);
    }
}
