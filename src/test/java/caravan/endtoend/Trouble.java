package caravan.endtoend;

import java.nio.file.Path;

/** A line of docs/troubles.md, tried on the packaged program. Asserts what the table does not say: the file, above all. */
@FunctionalInterface
interface Trouble {
    /** @param folder an empty one */
    Caravan.Ended meet(Path folder) throws Exception;
}
