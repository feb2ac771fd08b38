package caravan.run;

/** Another run of the same source is under way in this process: its end counts. */
public final class RunBusyException extends RunRefusedException {
    RunBusyException(String message) {
        super(message);
    }
}
