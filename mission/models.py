"""The models of the mandate and the force, re-exported from their slices."""

from mission.deployment.models import Arrival, Authorisation, Breach, Override, Permit, Rotation
from mission.force.models import (
    Contingent,
    Participation,
    Personnel,
    RegisterExport,
    State,
    StrengthStatement,
    Unit,
    UnitMembership,
)
from mission.mandate.models import Instrument, Mission, Provision, ProvisionProlongation
from mission.places.models import Place, PlaceName
from mission.training.models import (
    ModuleChangeRequest,
    TrainingModule,
    TrainingRequirement,
    TrainingResult,
    TrainingSession,
)
from mission.vetting.models import (
    Appeal,
    Certification,
    Check,
    CheckMove,
    Concern,
    Evidence,
    ProtectionAssessment,
    Scheme,
    SchemeRequirement,
    StateNotice,
    Validity,
)

__all__ = [
    "Appeal",
    "Arrival",
    "Authorisation",
    "Breach",
    "Certification",
    "Check",
    "CheckMove",
    "Concern",
    "Contingent",
    "Evidence",
    "Instrument",
    "Mission",
    "ModuleChangeRequest",
    "Override",
    "Participation",
    "Permit",
    "Personnel",
    "Place",
    "PlaceName",
    "ProtectionAssessment",
    "Provision",
    "ProvisionProlongation",
    "RegisterExport",
    "Rotation",
    "Scheme",
    "SchemeRequirement",
    "State",
    "StateNotice",
    "StrengthStatement",
    "TrainingModule",
    "TrainingRequirement",
    "TrainingResult",
    "TrainingSession",
    "Unit",
    "UnitMembership",
    "Validity",
]
