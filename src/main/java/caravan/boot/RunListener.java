package caravan.boot;

import caravan.report.Ended;

/** Is told what became of each trigger. */
interface RunListener {
    /** Nobody wants to know. */
    RunListener NONE = new RunListener() {};

    /** A run has ended, or could not begin. */
    default void ended(Ended end) {}

    /** A step of the routes, a filter say, ended the trigger before it began a run. */
    default void nothingToDo() {}
}
