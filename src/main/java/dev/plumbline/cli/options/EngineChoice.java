package dev.plumbline.cli.options;

import dev.plumbline.backend.Footprint;
import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.cli.terminal.Terminal;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Engine;

/** The engines as they are written on the command line and in the record of a run. */
public enum EngineChoice {
    dl4j,
    reference;

    /** Creates the engine. */
    public Engine engine() {
        return this == dl4j ? new Dl4jEngine() : new ReferenceEngine();
    }

    /** The first time, prints that DL4J's native libraries are unpacked. */
    public void announce(Terminal terminal) {
        if (this == dl4j) {
            Natives.announce(terminal);
        }
    }

    /** Creates the engine, after its announcement. */
    public Engine engine(Terminal terminal) {
        announce(terminal);
        return engine();
    }

    /** The memory that a training of this network needs. */
    public Footprint footprint(NetworkSpec spec, int examples) {
        return this == dl4j ? Footprint.ofDl4j(spec, examples) : Footprint.ofReference(spec, examples);
    }

    /** The memory that a training of this network on its data needs. */
    public Footprint footprint(LoadedNetwork loaded) {
        return footprint(loaded.spec(), loaded.examples());
    }

    /**
     * Returns the engine that the record of a run names.
     *
     * @throws RefusedException if there is none
     */
    public static EngineChoice recorded(String name) {
        for (EngineChoice engine : values()) {
            if (engine.name().equals(name)) {
                return engine;
            }
        }
        throw new RefusedException(
                ErrorKind.NOT_A_MODEL, "the engine of the run is `" + name + "`; allowed: dl4j, reference");
    }
}
