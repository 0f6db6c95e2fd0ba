// SPDX-License-Identifier: Apache-2.0
// Short names for the documents of the contract.
import type { components } from './schema';

type Schemas = components['schemas'];
export type Session = Schemas['Session'];
export type Project = Schemas['Project'];
export type ProjectFile = Schemas['File'];
export type FileKind = ProjectFile['kind'];
export type CompileOptions = Schemas['CompileOptions'];
export type NewExperiment = Schemas['NewExperiment'];
export type Experiment = Schemas['Experiment'];
export type Scores = Schemas['Scores'];
export type PackageFile = Schemas['PackageFile'];
export type Graph = Schemas['Graph'];
export type GraphLayer = Schemas['GraphLayer'];
export type Quantization = Schemas['Quantization'];
export type NewJob = Schemas['NewJob'];
export type Reason = Schemas['Reason'];
export type Job = Schemas['Job'];
export type JobKind = Job['kind'];
export type Simulation = Schemas['Simulation'];
export type LayerError = Schemas['LayerError'];
export type LayerDetails = Schemas['LayerDetails'];
export type Statistics = Schemas['Statistics'];
export type Summary = Schemas['Summary'];
export type Answer = Schemas['Answer'];
export type Answers = Schemas['Answers'];
export type Move = Schemas['Move'];
export type Edit = Schemas['Edit'];
export type Stop = Schemas['Stop'];
export type Rule = Schemas['Rule'];
export type Mode = Schemas['Mode'];
export type ServerEvent = Schemas['Event'];
export type ErrorCode = Schemas['Error']['error']['code'];
