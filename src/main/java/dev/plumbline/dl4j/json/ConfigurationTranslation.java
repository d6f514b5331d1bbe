package dev.plumbline.dl4j.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Training;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Printable;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One translation, which collects all problems. */
final class ConfigurationTranslation {
    /** The keys of a layer that are read here; the comparison reports problems of the others together with theirs. */
    private static final Set<String> READ = Set.of(
            "@class",
            "activationFn",
            "lossFn",
            "iupdater",
            "idropout",
            "constraints",
            "regularization",
            "regularizationBias",
            "gradientNormalization",
            "gradientNormalizationThreshold",
            "hasBias",
            "biasInit",
            "nin",
            "nout");

    private final JsonPlace whole;
    private final Optional<String> weights;
    private final List<Problem> problems = new ArrayList<>();

    ConfigurationTranslation(JsonPlace whole, Optional<String> weights) {
        this.whole = whole;
        this.weights = weights;
    }

    private <T> Optional<T> attempt(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (InvalidSpecException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    /** Returns the translation, or throws with all problems. */
    Dl4jImport translate(String name, String data) {
        List<JsonPlace> confs = attempt(() -> whole.get("confs").elements()).orElse(List.of());
        if (!whole.get("vertices").isNull()) {
            throw whole.refused(
                    "this is a ComputationGraph of DL4J, which Plumbline cannot translate; if its layers are a chain, build"
                            + " them as a MultiLayerNetwork, take over the weights by setParams(graph.params()), and save"
                            + " that. `plumbline audit` reads the graph as it is",
                    "");
        }
        if (confs.isEmpty()) {
            problems.add(new Problem(
                    ErrorKind.NOT_TRANSLATABLE,
                    "confs",
                    "the configuration has no layers",
                    "that of a MultiLayerNetwork"));
            throw new InvalidSpecException(problems);
        }
        List<Integer> skipped = new ArrayList<>();
        List<Optimizer> optimizers = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < confs.size(); i++) {
            JsonPlace layer = confs.get(i).get("layer");
            boolean isLast = i == confs.size() - 1;
            if (!isDense(layer, isLast)) {
                skipped.add(i);
                continue;
            }
            Optional<Optimizer> optimizer = attempt(() -> ImportedRates.optimizer(layer.get("iupdater")));
            optimizer.ifPresent(optimizers::add);
            layer(layer, optimizers, optimizer).ifPresent(layers::add);
        }
        JsonPlace last = confs.get(confs.size() - 1).get("layer");
        JsonPlace loss = isWeighted(last) ? last.get("lossFn").get("loss") : last.get("lossFn");
        RecordBuilder<NetworkSpec> network = RecordBuilder.of(NetworkSpec.class);
        if (!skipped.contains(confs.size() - 1)) {
            put(network, "loss", () -> ImportedWords.loss(loss, last.get("nout").integer()));
        }
        put(network, "precision", this::precision);
        put(network, "reduction", () -> confs.get(0).get("miniBatch").flag() ? Reduction.MEAN : Reduction.SUM);
        put(network, "inputs", () -> confs.get(0).get("layer").get("nin").integer());
        if (!problems.isEmpty()) {
            addUntranslated(confs, skipped);
            throw new InvalidSpecException(problems);
        }
        Optional<String> exampleWeights = isWeighted(last) ? Optional.of("weights") : Optional.empty();
        weights.ifPresent(file -> network.put("init", new Initializer.Npz(file, Optional.empty())));
        network.put("name", name)
                .put("layers", layers)
                .put("training", untrained(optimizers.get(0)))
                .put("data", new DataSource.Npz(data, "inputs", "targets", exampleWeights));
        NetworkSpec spec = built(network);
        ConfigurationDifference difference = compared(spec);
        if (!difference.problems().isEmpty()) {
            throw new InvalidSpecException(difference.problems());
        }
        if (!KnownClasses.areAll(whole.value())) { // a second barrier: the comparison has checked it already
            throw whole.refused("the configuration names an unknown class", "classes of DL4J");
        }
        return new Dl4jImport(spec, difference.corrections(), whole.value().toString());
    }

    /** Sets what is read for a key, unless it is empty; its problems are collected. */
    private void put(RecordBuilder<?> record, String key, Supplier<?> reading) {
        attempt(reading)
                .flatMap(value -> value instanceof Optional<?> optional ? optional : Optional.of(value))
                .ifPresent(value -> record.put(key, value));
    }

    private static Training untrained(Optimizer optimizer) {
        return new Training(
                optimizer, new BatchSize.All(), 0, false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private ConfigurationDifference compared(NetworkSpec spec) {
        JsonElement translated = JsonParser.parseString(Dl4j.json(spec));
        return ConfigurationDifference.of(whole, translated, weights.isPresent());
    }

    private static boolean isWeighted(JsonPlace last) {
        return last.get("lossFn").typeIn("@class").orElse("").equals("WeightedLoss");
    }

    private boolean isDense(JsonPlace layer, boolean isLast) {
        String type = layer.typeIn("@class").orElse("");
        if (type.equals(isLast ? "OutputLayer" : "DenseLayer")) {
            return true;
        }
        String advice = switch (type) {
            case "" -> "a layer as DL4J 1.0.0-M2.1 writes it: load the network there and save it again";
            case "ActivationLayer" -> "the activation in the dense layer before it";
            case "DropoutLayer" -> "dropOut of the layer after it";
            case "LossLayer" -> "one OutputLayer instead of the last two layers";
            case "DenseLayer" -> "an OutputLayer at the end, which has the loss";
            case "OutputLayer" -> "an OutputLayer at the end only";
            default -> "DenseLayer and, as the last layer, OutputLayer";
        };
        problems.add(new Problem(
                ErrorKind.NOT_TRANSLATABLE,
                layer.path(),
                type.isEmpty()
                        ? "found " + layer.shown()
                        : Printable.line(type)
                                + (type.equals("DenseLayer") || type.equals("OutputLayer")
                                        ? " is in the wrong place"
                                        : " is not in Plumbline's vocabulary"),
                advice));
        return false;
    }

    private Precision precision() {
        JsonPlace place = whole.get("dataType");
        return switch (place.text()) {
            case "DOUBLE" -> Precision.F64;
            case "FLOAT" -> Precision.F32;
            default -> throw place.refused("found " + place.shown(), "FLOAT or DOUBLE");
        };
    }

    /** Creates the network; problems get their places in the JSON. */
    private NetworkSpec built(RecordBuilder<NetworkSpec> network) {
        try {
            return network.finish();
        } catch (InvalidSpecException e) {
            throw new InvalidSpecException(e.problems().stream()
                    .map(problem ->
                            new Problem(problem.kind(), place(problem.path()), problem.message(), problem.allowed()))
                    .toList());
        }
    }

    private String place(String path) {
        int last = whole.get("confs").elements().size() - 1;
        return path.replaceFirst("^layers(\\[\\d+])\\.activation$", "confs$1.layer.activationFn")
                .replaceFirst("^layers(\\[\\d+])", "confs$1.layer")
                .replaceFirst("^loss\\b", "confs[" + last + "].layer.lossFn");
    }

    /** Adds the fields that have no translation. A plain network replaces the parts that could not be read. */
    private void addUntranslated(List<JsonPlace> confs, List<Integer> skipped) {
        List<Layer> plain = confs.stream()
                .<Layer>map(conf -> new Layer.Dense(1, new Activation.Identity(), true, Optional.empty()))
                .toList();
        NetworkSpec neutral = RecordBuilder.of(NetworkSpec.class)
                .put("inputs", 1)
                .put("layers", plain)
                .put("init", new Initializer.Zeros())
                .put("loss", new Loss.MeanSquaredError())
                .put("reduction", Reduction.MEAN)
                .put("training", untrained(new Optimizer.Sgd(LearningRate.of(1))))
                .put("data", new DataSource.Npz("none", "inputs", "targets"))
                .finish();
        for (Problem problem : compared(neutral).problems()) {
            String rest = problem.path().replaceFirst("^confs\\[\\d+]\\.layer\\.?", "");
            String key = rest.replaceFirst("[.\\[].*", "");
            boolean isRead = problem.path().contains(".layer") ? READ.contains(key) : isRead(problem.path());
            boolean isSkipped = skipped.stream().anyMatch(i -> problem.path().startsWith("confs[" + i + "].layer"));
            if (!isRead && !isSkipped) {
                problems.add(problem);
            }
        }
    }

    private static boolean isRead(String path) {
        return path.equals("dataType") || path.matches("confs\\[\\d+]\\.(dataType|miniBatch)");
    }

    private Optional<Layer> layer(JsonPlace layer, List<Optimizer> updaters, Optional<Optimizer> updater) {
        int before = problems.size();
        RecordBuilder<Layer.Dense> dense = RecordBuilder.of(Layer.Dense.class);
        put(dense, "units", () -> layer.get("nout").integer());
        put(dense, "activation", () -> ImportedWords.activation(layer.get("activationFn")));
        put(dense, "bias", () -> layer.get("hasBias").flag());
        // With a bias in a file, or without a bias, bias_init has no effect.
        if (weights.isEmpty() && !dense.get("bias").equals(Optional.of(false))) {
            put(dense, "bias_init", () -> layer.get("biasInit").number());
        }
        put(dense, "dropout", () -> ImportedWords.dropout(layer.get("idropout")));
        put(dense, "regularization", () -> ImportedWords.regularization(layer));
        put(dense, "gradient_normalization", () -> ImportedWords.gradientNormalization(layer));
        put(dense, "constraint", () -> ImportedWords.constraint(layer.get("constraints")));
        if (weights.isEmpty()) {
            put(
                    dense,
                    "init",
                    () -> ImportedWords.initializer(
                            layer.get("weightInitFn"), layer.get("nin").integer()));
        }
        put(dense, "learning_rate", () -> updater.flatMap(optimizer -> ownRate(layer, updaters.get(0), optimizer)));
        return problems.size() > before ? Optional.empty() : attempt(() -> layer.make(dense::finish));
    }

    private static Optional<LearningRate> ownRate(JsonPlace layer, Optimizer first, Optimizer updater) {
        if (updater.equals(first)) {
            return Optional.empty();
        }
        boolean onlyRate = updater.rate().isPresent()
                && first.rate().isPresent()
                && first.withRate(updater.rate().get()).equals(updater);
        if (!onlyRate) {
            throw layer.get("iupdater")
                    .refused(
                            "an updater that differs from that of layer 0 in more than its learning rate",
                            "the same updater in all layers, each with its own learning rate");
        }
        return updater.rate();
    }
}
