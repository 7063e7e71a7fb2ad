// Where the catalogue of gauge models stands: beside the code, in the sources and in a build.
import { fileURLToPath } from "node:url";

export const MODELS_FOLDER = fileURLToPath(new URL("../../gauges/models/", import.meta.url));
