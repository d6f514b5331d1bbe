package dev.plumbline.data.examples;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/** The parts of a table, each where it is held. */
public interface RawParts {

    /** Work on a part; what it captures and returns goes over the network. */
    interface Work<T> extends Serializable {
        /** Works on the part of this number. */
        T on(int number, RawPart part) throws IOException;
    }

    /** Does some work on every part, and returns the results in the order of the parts. */
    <T> List<T> each(Work<T> work);
}
