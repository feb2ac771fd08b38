package caravan.spread;

/** A message that is not what it should be: of another version, cut, or made by somebody else. */
public final class MalformedException extends Exception {
    MalformedException(String what) {
        super(what);
    }
}
