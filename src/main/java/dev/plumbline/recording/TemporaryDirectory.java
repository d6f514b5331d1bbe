package dev.plumbline.recording;

import dev.plumbline.data.PartFile;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.nio.file.Path;

/** A temporary directory. That of a process that was killed is deleted when another process creates one: see {@link PartFile}. */
public final class TemporaryDirectory implements AutoCloseable {
    private final PartFile part;

    private TemporaryDirectory(PartFile part) {
        this.part = part;
    }

    /**
     * A new directory.
     *
     * @throws SubjectFailedException if none can be created
     */
    public static TemporaryDirectory create() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try {
            return new TemporaryDirectory(PartFile.folderIn(parent));
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.NOT_WRITABLE,
                    "no temporary directory can be created in " + parent
                            + ": give another one, such as PLUMBLINE_JAVA_OPTS=-Djava.io.tmpdir=DIRECTORY",
                    e);
        }
    }

    /** Its path. */
    public Path path() {
        return part.path();
    }

    /** Deletes the directory and its contents. */
    @Override
    public void close() {
        try {
            part.close();
        } catch (IOException e) {
            return; // in use; another process deletes it later
        }
    }
}
