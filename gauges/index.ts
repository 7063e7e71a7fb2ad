// The room's entry: what other rooms may use of gauges.

export {
  createProcess,
  createRandom,
  drawNormal,
  type Process,
  type ProcessSettings,
} from "./bench/process.ts";
export {
  createVirtualRig,
  type RigListen,
  type RigOptions,
  type VirtualRig,
} from "./bench/rig.ts";
export type { Pull } from "./bench/rig-load.ts";
export {
  createSimulation,
  type Simulation,
  type SimulationOptions,
  type SimulationPlace,
} from "./bench/simulation.ts";
export { createTroubles, type Trouble } from "./bench/trouble.ts";
export {
  type CmmCharacteristic,
  type CmmReport,
  type CmmValue,
  createVirtualCmm,
  type VirtualCmm,
  type VirtualCmmOptions,
} from "./bench/virtual-cmm.ts";
export {
  createVirtualGauge,
  type VirtualGauge,
  type VirtualGaugeOptions,
  type VirtualListen,
} from "./bench/virtual-gauge.ts";
export {
  type CapturedReading,
  type CapturedRejection,
  type CaptureEntry,
  decodeCapture,
  decodeRecording,
} from "./capture.ts";
export { checkExamples, type ExampleFault } from "./check-examples.ts";
export { decodeFile, decodeFileText, type FileOutcome } from "./decode/decode-file.ts";
export {
  createFrameDecoder,
  type FrameDecoder,
  type FrameOutcome,
  type ReadingParts,
} from "./decode/decode-frame.ts";
export {
  type DecodedPoint,
  decodeRegisters,
  needsWordOrder,
  type RegisterCommissioning,
} from "./decode/registers.ts";
export { type CapturedAnswer, readCapturedAnswer } from "./decode/registers-frame.ts";
export {
  type DfqCharacteristic,
  type DfqFile,
  type DfqLimits,
  type DfqPart,
  type Fields,
  isRefusal,
  limitsOf,
  type Refusal,
} from "./formats/dfq/dfq-file.ts";
export { dfqReadings, type FileGap, type FileValue } from "./formats/dfq/dfq-readings.ts";
export { toDfq } from "./formats/dfq/dfq-result.ts";
export { readDfq } from "./formats/dfq/read-dfq.ts";
export { writeDfq } from "./formats/dfq/write-dfq.ts";
export { writeQif } from "./formats/qif/write-qif.ts";
export { type ReadResult, readResultFile, resultReadings } from "./formats/read-result-file.ts";
export { recogniseFile } from "./formats/recognise.ts";
export {
  isRefused,
  type ResultCharacteristic,
  type ResultCurve,
  type ResultFile,
  type ResultPart,
  type ResultValue,
} from "./formats/result-file.ts";
export { isoTime, timesWithoutZone, zoneOf } from "./formats/times.ts";
export { writeResultCsv } from "./formats/write-csv.ts";
export {
  isKeyedRefusal,
  type KeyedOptions,
  type KeyedRefusal,
  type KeyedRefusalCode,
  keyedReading,
} from "./keyed.ts";
export {
  LEARN_FRAMES,
  type Proposal,
  type ProposalSettings,
  proposeModel,
} from "./learn/propose-model.ts";
export type * from "./line.ts";
export { createLine, type LineOutside, lineFault } from "./lines/create-line.ts";
export { createFramer, type Framer, type FramerSink } from "./lines/framer.ts";
export {
  adapterOf,
  choosePort,
  type ListedPort,
  portKey,
  portsWords,
} from "./lines/port-choice.ts";
export { createLinuxPorts, type Ports, systemPorts } from "./lines/port-list.ts";
export {
  createRecorder,
  isRecording,
  parseRecording,
  type Recorder,
  type Recording,
} from "./lines/recording.ts";
export {
  type FileModel,
  type FrameModel,
  type GaugeModel,
  GaugeModelSchema,
  isFileModel,
  isFrameModel,
  isModbusModel,
  type ModbusModel,
} from "./model/gauge-model.ts";
export { type LoadedModels, loadModels, type ModelError, parseModel } from "./model/load-models.ts";
export { portRemedy } from "./port-remedy.ts";
export type * from "./reading.ts";
