package dev.plumbline.spark;

import dev.plumbline.data.examples.TextPart;
import dev.plumbline.data.examples.TextSource;
import dev.plumbline.spec.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** A table that the machines of a cluster read as text, each its own parts. */
interface TextTable {
    /** The name in messages. */
    String name();

    /** The specification that describes the text. */
    NetworkSpec described(NetworkSpec spec);

    /** The text of the first line, and perhaps more. */
    InputStream firstLine() throws IOException;

    /**
     * The same table with some of its columns, where that makes a difference.
     *
     * @throws IOException if one of them has no values that a network can take
     */
    TextTable select(List<String> names) throws IOException;

    /** Work on a part. */
    interface Work<T> extends Serializable {
        /** Works on the rows of a part; the first line of a file is among them, if it has one for names. */
        T on(TextSource text, TextPart part) throws IOException;
    }

    /** Does some work on each part; a result for each. */
    <T> JavaRDD<T> map(Work<T> work);
}
