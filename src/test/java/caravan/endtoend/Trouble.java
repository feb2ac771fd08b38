package caravan.endtoend;

import java.nio.file.Path;

/** A line of docs/troubles.md, tried on the packaged program. Asserts what the table does not say: the file, above all. */
@FunctionalInterface
interface Trouble {
    /** @param folder an empty one */
    Caravan.Ended meet(Path folder) throws Exception;

    /** A run in a process with others: for what depends on neither command line nor environment nor working directory. */
    static Caravan.Ended run(Caravan caravan, Path folder) throws Exception {
        return TroubleTableIT.RUNS.run(
                caravan.with("OUTPUT_DIR", folder.resolve("data")).settings());
    }
}
