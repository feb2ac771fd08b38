package caravan.spread;

import caravan.page.PageTask;
import caravan.source.Source;
import java.util.function.Function;

/**
 * A page's task as it travels: the name of its source, its number, and what the pagination needs; some hundred bytes. No address, no
 * header and no secret: whoever receives it makes the request of its own source file, so that a forged one can ask for nothing but a
 * page of that source.
 */
public final class TaskMessage {
    static final int VERSION = 1;
    /** A cursor of some 100 kB is known to exist. */
    private static final int MAX_BYTES = 1 << 22;

    private TaskMessage() {}

    public static byte[] of(PageTask task) {
        return new Bytes(128)
                .number(VERSION)
                .text(task.source())
                .number(task.page())
                .text(task.purpose().name())
                .number(task.size())
                .optional(task.next())
                .toBytes();
    }

    /**
     * @param sources by their names; fails for one that is not there
     * @throws MalformedException when it is no task of such a source
     */
    public static PageTask read(byte[] message, Function<String, Source> sources) throws MalformedException {
        if (message.length > MAX_BYTES) {
            throw new MalformedException("%d bytes are too many for a task".formatted(message.length));
        }
        BytesReader in = new BytesReader(message);
        version(in, VERSION);
        String source = in.text();
        int page = in.below(Integer.MAX_VALUE);
        String purpose = in.text();
        int size = in.below(Integer.MAX_VALUE);
        String next = in.optional();
        in.end();
        if (page == 0) {
            throw new MalformedException("pages are counted from 1");
        }
        try {
            return sources.apply(source).task(page, PageTask.Purpose.valueOf(purpose), size, next);
        } catch (Source.LinkException | IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    static void version(BytesReader in, int ours) throws MalformedException {
        long version = in.number();
        if (version != ours) {
            throw new MalformedException("it is of version %d, this Caravan speaks %d: run the same one everywhere"
                    .formatted(version, ours));
        }
    }
}
