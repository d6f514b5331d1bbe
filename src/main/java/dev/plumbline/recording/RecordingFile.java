package dev.plumbline.recording;

import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import java.nio.file.Path;

/** A network whose training was recorded in a file, which is read when a training begins. */
public final class RecordingFile implements Subject {
    private final Path file;

    /** The network of this file. */
    public RecordingFile(Path file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "recording";
    }

    /**
     * Reads the recording.
     *
     * @throws InvalidRecordingException with everything that is wrong with it
     */
    @Override
    public SubjectRun start(Experiment experiment) {
        return new RecordedSubject(RecordingReader.read(file, experiment)).start(experiment);
    }
}
