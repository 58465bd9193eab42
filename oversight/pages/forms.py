"""How forms look and the inputs they share: renderer, three-box dates, long lists of options."""

from django.forms.renderers import TemplatesSetting


class OfficeRenderer(TemplatesSetting):
    """Label, hint, error, input, in that order, on every form outside the admin."""

    form_template_name = "oversight/pages/forms/form.html"
    field_template_name = "oversight/pages/forms/field.html"
