package dev.plumbline.dl4j.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Printable;
import dev.plumbline.spec.Problem;
import dev.plumbline.spec.RecordBuilder;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Training;
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
        if (confs.isEmpty()) {
            problems.add(new Problem("confs", "the configuration has no layers", "that of a MultiLayerNetwork"));
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
        JsonPlace lossPlace = isWeighted(last) ? last.get("lossFn").get("loss") : last.get("lossFn");
        Optional<Loss> loss = skipped.contains(confs.size() - 1)
                ? Optional.empty()
                : attempt(() -> ImportedWords.loss(lossPlace, last.get("nout").integer()));
        Optional<Precision> precision = attempt(this::precision);
        Optional<Reduction> reduction =
                attempt(() -> confs.get(0).get("miniBatch").flag() ? Reduction.MEAN : Reduction.SUM);
        Optional<Integer> inputs =
                attempt(() -> confs.get(0).get("layer").get("nin").integer());
        DataSource source = new DataSource.Npz(
                data, "inputs", "targets", isWeighted(last) ? Optional.of("weights") : Optional.empty());
        if (!problems.isEmpty()) {
            addUntranslated(confs, skipped);
            throw new InvalidSpecException(problems);
        }
        NetworkSpec spec = built(() -> spec(
                name,
                inputs.orElseThrow(),
                layers,
                weights.map(file -> new Initializer.Npz(file, Optional.empty())),
                loss.orElseThrow(),
                reduction.orElseThrow(),
                precision.orElseThrow(),
                optimizers.get(0),
                source));
        ConfigurationDifference difference = compared(spec);
        if (!difference.problems().isEmpty()) {
            throw new InvalidSpecException(difference.problems());
        }
        if (!KnownClasses.areAll(whole.value())) { // a second barrier: the comparison has checked it already
            throw whole.refused("the configuration names an unknown class", "classes of DL4J");
        }
        return new Dl4jImport(spec, difference.corrections(), whole.value().toString());
    }

    private static NetworkSpec spec(
            String name,
            int inputs,
            List<Layer> layers,
            Optional<Initializer> init,
            Loss loss,
            Reduction reduction,
            Precision precision,
            Optimizer optimizer,
            DataSource data) {
        Training untrained = new Training(optimizer, new BatchSize.All(), 0, false, Optional.empty(), Optional.empty());
        RecordBuilder<NetworkSpec> draft = RecordBuilder.of(NetworkSpec.class)
                .put("name", name)
                .put("inputs", inputs)
                .put("layers", layers)
                .put("loss", loss)
                .put("reduction", reduction)
                .put("precision", precision)
                .put("training", untrained)
                .put("data", data);
        init.ifPresent(each -> draft.put("init", each));
        return draft.finish();
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
    private NetworkSpec built(Supplier<NetworkSpec> spec) {
        try {
            return spec.get();
        } catch (InvalidSpecException e) {
            throw new InvalidSpecException(e.problems().stream()
                    .map(each -> new Problem(place(each.path()), each.message(), each.allowed()))
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
                .<Layer>map(each -> new Layer.Dense(1, new Activation.Identity(), true, Optional.empty()))
                .toList();
        NetworkSpec neutral = spec(
                "neutral",
                1,
                plain,
                Optional.of(new Initializer.Zeros()),
                new Loss.MeanSquaredError(),
                Reduction.MEAN,
                Precision.F64,
                new Optimizer.Sgd(LearningRate.of(1)),
                new DataSource.Npz("none", "inputs", "targets"));
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

    private Optional<Layer> layer(JsonPlace layer, List<Optimizer> all, Optional<Optimizer> own) {
        var units = attempt(() -> layer.get("nout").integer());
        var activation = attempt(() -> ImportedWords.activation(layer.get("activationFn")));
        var hasBias = attempt(() -> layer.get("hasBias").flag());
        // With a bias in a file, or without a bias, bias_init has no effect.
        var biasInit = attempt(() -> weights.isPresent() || !hasBias.orElse(true)
                ? 0.0
                : layer.get("biasInit").number());
        var dropout = attempt(() -> ImportedWords.dropout(layer.get("idropout")));
        var regularization = attempt(() -> ImportedWords.regularization(layer));
        var normalization = attempt(() -> ImportedWords.gradientNormalization(layer));
        var constraint = attempt(() -> ImportedWords.constraint(layer.get("constraints")));
        var init = attempt(() -> weights.isPresent()
                ? Optional.<Initializer>empty()
                : Optional.of(ImportedWords.initializer(
                        layer.get("weightInitFn"), layer.get("nin").integer())));
        var rate = attempt(() -> own.flatMap(optimizer -> ownRate(layer, all.get(0), optimizer)));
        if (units.isEmpty()
                || activation.isEmpty()
                || hasBias.isEmpty()
                || biasInit.isEmpty()
                || dropout.isEmpty()
                || regularization.isEmpty()
                || normalization.isEmpty()
                || constraint.isEmpty()
                || init.isEmpty()
                || rate.isEmpty()) {
            return Optional.empty();
        }
        return attempt(() -> layer.make(() -> new Layer.Dense(
                units.get(),
                activation.get(),
                hasBias.get(),
                init.get(),
                rate.get(),
                biasInit.get(),
                dropout.get(),
                regularization.get(),
                normalization.get(),
                constraint.get())));
    }

    private static Optional<LearningRate> ownRate(JsonPlace layer, Optimizer first, Optimizer own) {
        if (own.equals(first)) {
            return Optional.empty();
        }
        boolean onlyRate = own.rate().isPresent()
                && first.rate().isPresent()
                && first.withRate(own.rate().get()).equals(own);
        if (!onlyRate) {
            throw layer.get("iupdater")
                    .refused(
                            "an updater that differs from that of layer 0 in more than its learning rate",
                            "the same updater in all layers, each with its own learning rate");
        }
        return own.rate();
    }
}
